alter table drafts drop column network;
