alter table municipalities drop column linked_hosts;
