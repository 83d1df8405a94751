//! The tables, as the migrations make them. Generated; a test compares it with the database.

#![expect(missing_docs, reason = "described by the migrations")]
// @generated automatically by Diesel CLI.

diesel::table! {
    amendments (municipality_id, plan_id, number) {
        municipality_id -> Uuid,
        plan_id -> Uuid,
        number -> Int4,
        indicator_id -> Nullable<Uuid>,
        document -> Jsonb,
        amended_at -> Timestamptz,
    }
}

diesel::table! {
    audit (municipality_id, number) {
        municipality_id -> Uuid,
        number -> Int8,
        at -> Timestamptz,
        who -> Jsonb,
        event -> Jsonb,
        hash -> Bytea,
        audit_key -> Nullable<Bytea>,
    }
}

diesel::table! {
    deputies (municipality_id, id) {
        municipality_id -> Uuid,
        id -> Uuid,
        person_id -> Uuid,
        deputy_id -> Uuid,
        from_day -> Date,
        until_day -> Date,
        reason -> Text,
        ended_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    designs (municipality_id, survey_id) {
        municipality_id -> Uuid,
        survey_id -> Uuid,
        document -> Jsonb,
    }
}

diesel::table! {
    division_names (municipality_id, division_id, from_day) {
        municipality_id -> Uuid,
        division_id -> Uuid,
        from_day -> Date,
        name -> Text,
    }
}

diesel::table! {
    divisions (municipality_id, id) {
        municipality_id -> Uuid,
        id -> Uuid,
        name -> Text,
        email -> Nullable<Text>,
    }
}

diesel::table! {
    draft_agreements (municipality_id, draft_id, number) {
        municipality_id -> Uuid,
        draft_id -> Uuid,
        number -> Int4,
        place -> Jsonb,
        language -> Text,
        found -> Text,
        who -> Jsonb,
        at -> Timestamptz,
    }
}

diesel::table! {
    draft_packets (municipality_id, draft_id) {
        municipality_id -> Uuid,
        draft_id -> Uuid,
        document -> Jsonb,
        version -> Int4,
    }
}

diesel::table! {
    draft_revisions (municipality_id, draft_id, number) {
        municipality_id -> Uuid,
        draft_id -> Uuid,
        number -> Int4,
        way -> Text,
        of -> Int4,
        act -> Jsonb,
        undo -> Jsonb,
        who -> Jsonb,
        at -> Timestamptz,
    }
}

diesel::table! {
    draft_sources (municipality_id, draft_id) {
        municipality_id -> Uuid,
        draft_id -> Uuid,
        document -> Jsonb,
    }
}

diesel::table! {
    drafts (municipality_id, survey_id, token_hash) {
        municipality_id -> Uuid,
        survey_id -> Uuid,
        token_hash -> Bytea,
        content -> Bytea,
        saved_on -> Date,
        network -> Nullable<Bytea>,
    }
}

diesel::table! {
    editions (municipality_id) {
        municipality_id -> Uuid,
        edition -> Uuid,
    }
}

diesel::table! {
    envelopes (municipality_id, survey_id, id) {
        municipality_id -> Uuid,
        survey_id -> Uuid,
        id -> Uuid,
        content -> Bytea,
    }
}

diesel::table! {
    errata (municipality_id, survey_id, issued_at) {
        municipality_id -> Uuid,
        survey_id -> Uuid,
        issued_at -> Timestamptz,
        corrected_id -> Uuid,
        version_id -> Uuid,
    }
}

diesel::table! {
    former_secrets (number) {
        number -> Int4,
        wrapped -> Bytea,
    }
}

diesel::table! {
    held_back (municipality_id, survey_id) {
        municipality_id -> Uuid,
        survey_id -> Uuid,
        forms -> Int8,
    }
}

diesel::table! {
    indicator_definitions (municipality_id, indicator_id, number) {
        municipality_id -> Uuid,
        indicator_id -> Uuid,
        number -> Int4,
        document -> Jsonb,
        comparability -> Text,
        defined_at -> Timestamptz,
    }
}

diesel::table! {
    indicator_owners (municipality_id, indicator_id, division_id) {
        municipality_id -> Uuid,
        indicator_id -> Uuid,
        division_id -> Uuid,
    }
}

diesel::table! {
    indicator_values (municipality_id, id) {
        municipality_id -> Uuid,
        id -> Uuid,
        indicator_id -> Uuid,
        fiscal_year -> Int4,
        state -> Text,
        document -> Jsonb,
        report_id -> Nullable<Uuid>,
        recorded_at -> Timestamptz,
        recorded_by -> Jsonb,
    }
}

diesel::table! {
    indicator_versions (municipality_id, indicator_id, version) {
        municipality_id -> Uuid,
        indicator_id -> Uuid,
        plan_id -> Uuid,
        version -> Int4,
        node_id -> Nullable<Uuid>,
        position -> Int4,
        name -> Text,
        document -> Jsonb,
    }
}

diesel::table! {
    indicators (municipality_id, id) {
        municipality_id -> Uuid,
        id -> Uuid,
        plan_id -> Uuid,
        slug -> Text,
    }
}

diesel::table! {
    inquiries (municipality_id, id) {
        municipality_id -> Uuid,
        id -> Uuid,
        draft_id -> Uuid,
        person_id -> Uuid,
        message -> Text,
        until_day -> Date,
        is_for_all -> Bool,
        begun_at -> Timestamptz,
        closed_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    inquiry_comments (municipality_id, id) {
        municipality_id -> Uuid,
        id -> Uuid,
        inquiry_id -> Uuid,
        question -> Nullable<Text>,
        division_id -> Nullable<Uuid>,
        person_id -> Uuid,
        said -> Text,
        said_at -> Timestamptz,
        answer -> Nullable<Text>,
        answered_by -> Nullable<Uuid>,
        answered_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    inquiry_divisions (municipality_id, inquiry_id, division_id) {
        municipality_id -> Uuid,
        inquiry_id -> Uuid,
        division_id -> Uuid,
        reminded_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    installation (singleton) {
        singleton -> Bool,
        secret_check -> Bytea,
    }
}

diesel::table! {
    invitations (municipality_id, survey_id, key_hash) {
        municipality_id -> Uuid,
        survey_id -> Uuid,
        key_hash -> Bytea,
        stratum -> Nullable<Text>,
        used -> Bool,
    }
}

diesel::table! {
    jobs (id) {
        id -> Uuid,
        job -> Jsonb,
        run_at -> Timestamptz,
        attempts -> Int4,
        leased_until -> Nullable<Timestamptz>,
        last_error -> Nullable<Text>,
        given_up_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    kept_forms (municipality_id, person, form) {
        municipality_id -> Uuid,
        person -> Text,
        form -> Text,
        fields -> Jsonb,
        version -> Int4,
        kept_at -> Timestamptz,
    }
}

diesel::table! {
    letters (municipality_id, id) {
        municipality_id -> Uuid,
        id -> Uuid,
        letter -> Jsonb,
        language -> Text,
        address -> Text,
        state -> Text,
        last_error -> Nullable<Text>,
        written_at -> Timestamptz,
        sent_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    motions (municipality_id, id) {
        municipality_id -> Uuid,
        id -> Uuid,
        motion -> Jsonb,
        reason -> Text,
        moved_by -> Uuid,
        moved_at -> Timestamptz,
        state -> Text,
        decided_by -> Nullable<Uuid>,
        instead_of -> Nullable<Uuid>,
        decided_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    municipalities (id) {
        id -> Uuid,
        slug -> Text,
        name -> Jsonb,
        contact -> Jsonb,
        time_zone -> Text,
        synthetic -> Bool,
        created_at -> Timestamptz,
        is_office -> Bool,
        suspended_at -> Nullable<Timestamptz>,
        second_factor -> Bool,
        linked_hosts -> Jsonb,
    }
}

diesel::table! {
    one_time_codes (municipality_id, person_id, number) {
        municipality_id -> Uuid,
        person_id -> Uuid,
        number -> Int2,
        hash -> Bytea,
        used_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    people (municipality_id, id) {
        municipality_id -> Uuid,
        id -> Uuid,
        login -> Text,
        name -> Text,
        email -> Nullable<Text>,
        division_id -> Nullable<Uuid>,
        until -> Nullable<Date>,
        password -> Nullable<Text>,
        totp -> Nullable<Bytea>,
        totp_step -> Nullable<Int8>,
        account -> Nullable<Text>,
        signed_in_at -> Nullable<Timestamptz>,
        signed_in_before_at -> Nullable<Timestamptz>,
        version -> Int4,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    person_roles (municipality_id, person_id, role) {
        municipality_id -> Uuid,
        person_id -> Uuid,
        role -> Text,
        until -> Nullable<Date>,
    }
}

diesel::table! {
    pictures (municipality_id, hash) {
        municipality_id -> Uuid,
        hash -> Bytea,
        format -> Text,
        width -> Int4,
        height -> Int4,
        content -> Bytea,
    }
}

diesel::table! {
    plan_nodes (municipality_id, id) {
        municipality_id -> Uuid,
        id -> Uuid,
        plan_id -> Uuid,
        version -> Int4,
        parent_id -> Nullable<Uuid>,
        position -> Int4,
        level -> Text,
        code -> Nullable<Text>,
        name -> Nullable<Text>,
        short -> Nullable<Text>,
        no_indicator -> Nullable<Text>,
    }
}

diesel::table! {
    plan_versions (municipality_id, plan_id, number) {
        municipality_id -> Uuid,
        plan_id -> Uuid,
        number -> Int4,
        label -> Nullable<Text>,
    }
}

diesel::table! {
    plans (municipality_id, id) {
        municipality_id -> Uuid,
        id -> Uuid,
        slug -> Text,
        heading -> Jsonb,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    questionnaire_drafts (municipality_id, id) {
        municipality_id -> Uuid,
        id -> Uuid,
        document -> Jsonb,
        revision -> Int4,
        basis_id -> Nullable<Uuid>,
        version_id -> Nullable<Uuid>,
        created_at -> Timestamptz,
        changed_at -> Timestamptz,
        removed_at -> Nullable<Timestamptz>,
        judged -> Jsonb,
        is_erratum -> Bool,
    }
}

diesel::table! {
    questionnaires (municipality_id, id) {
        municipality_id -> Uuid,
        id -> Uuid,
        code -> Text,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    receipts (municipality_id, survey_id, receipt_hash) {
        municipality_id -> Uuid,
        survey_id -> Uuid,
        receipt_hash -> Bytea,
    }
}

diesel::table! {
    recipient_lists (municipality_id, survey_id) {
        municipality_id -> Uuid,
        survey_id -> Uuid,
        destroy_on -> Date,
        destroyed_at -> Nullable<Timestamptz>,
        destroyed -> Nullable<Int4>,
    }
}

diesel::table! {
    recipients (municipality_id, survey_id, number) {
        municipality_id -> Uuid,
        survey_id -> Uuid,
        number -> Int4,
        code -> Nullable<Text>,
        name -> Nullable<Text>,
        email -> Nullable<Text>,
        key_hash -> Bytea,
    }
}

diesel::table! {
    releases (municipality_id, report_id) {
        municipality_id -> Uuid,
        report_id -> Uuid,
        survey_id -> Uuid,
        document -> Jsonb,
        released_at -> Timestamptz,
    }
}

diesel::table! {
    report_columns (municipality_id, survey_id, response_digest, item) {
        municipality_id -> Uuid,
        survey_id -> Uuid,
        response_digest -> Bytea,
        item -> Text,
        answers -> Bytea,
    }
}

diesel::table! {
    reports (municipality_id, id) {
        municipality_id -> Uuid,
        id -> Uuid,
        survey_id -> Uuid,
        number -> Int4,
        stage -> Text,
        state -> Text,
        version_id -> Uuid,
        method -> Text,
        response_count -> Int4,
        response_digest -> Bytea,
        document -> Jsonb,
        computed_at -> Timestamptz,
        computed_by -> Jsonb,
    }
}

diesel::table! {
    responses (municipality_id, survey_id, id) {
        municipality_id -> Uuid,
        survey_id -> Uuid,
        id -> Uuid,
        mode -> Text,
        language -> Text,
        duration -> Nullable<Text>,
        answers -> Json,
    }
}

diesel::table! {
    returns (municipality_id, survey_id, id) {
        municipality_id -> Uuid,
        survey_id -> Uuid,
        id -> Uuid,
        day -> Date,
        mode -> Text,
        responses -> Int8,
    }
}

diesel::table! {
    scales (municipality_id, id) {
        municipality_id -> Uuid,
        id -> Uuid,
        document -> Jsonb,
        revision -> Int4,
        changed_at -> Timestamptz,
        removed_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    sessions (municipality_id, hash) {
        municipality_id -> Uuid,
        hash -> Bytea,
        person_id -> Uuid,
        id -> Uuid,
        device -> Text,
        place -> Text,
        entry -> Text,
        began_at -> Timestamptz,
        seen_at -> Timestamptz,
        ends_at -> Timestamptz,
    }
}

diesel::table! {
    set_ups (municipality_id, id) {
        municipality_id -> Uuid,
        id -> Uuid,
        person_id -> Uuid,
        purpose -> Text,
        hash -> Bytea,
        expires_at -> Timestamptz,
        used_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    survey_secrets (municipality_id, survey_id) {
        municipality_id -> Uuid,
        survey_id -> Uuid,
        wrapped -> Bytea,
    }
}

diesel::table! {
    surveys (municipality_id, id) {
        municipality_id -> Uuid,
        id -> Uuid,
        version_id -> Uuid,
        slug -> Text,
        title -> Jsonb,
        fiscal_year -> Int4,
        anonymity -> Text,
        state -> Text,
        opens_at -> Nullable<Timestamptz>,
        web_closes_at -> Nullable<Timestamptz>,
        entry_closes_at -> Nullable<Timestamptz>,
        grace_minutes -> Int4,
        frame_population -> Nullable<Int4>,
        sample_size -> Nullable<Int4>,
        census -> Bool,
        synthetic -> Bool,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    transfers (municipality_id, id) {
        municipality_id -> Uuid,
        id -> Uuid,
        from_id -> Uuid,
        to_id -> Uuid,
        on_day -> Date,
        state -> Text,
        tried_on -> Nullable<Date>,
        hindrance -> Nullable<Text>,
    }
}

diesel::table! {
    trial_drafts (municipality_id, trial_id, token_hash) {
        municipality_id -> Uuid,
        trial_id -> Uuid,
        token_hash -> Bytea,
        content -> Bytea,
        saved_on -> Date,
        network -> Bytea,
    }
}

diesel::table! {
    trial_notes (municipality_id, trial_id, id) {
        municipality_id -> Uuid,
        trial_id -> Uuid,
        id -> Uuid,
        question -> Nullable<Text>,
        said -> Text,
        at -> Timestamptz,
    }
}

diesel::table! {
    trial_responses (municipality_id, trial_id, id) {
        municipality_id -> Uuid,
        trial_id -> Uuid,
        id -> Uuid,
        seconds -> Int4,
        answers -> Jsonb,
    }
}

diesel::table! {
    trials (municipality_id, id) {
        municipality_id -> Uuid,
        id -> Uuid,
        draft_id -> Uuid,
        revision -> Int4,
        document -> Jsonb,
        who -> Jsonb,
        begun_at -> Timestamptz,
        ends_at -> Timestamptz,
    }
}

diesel::table! {
    turns (lane) {
        lane -> Bytea,
        free_at -> Timestamptz,
    }
}

diesel::table! {
    value_comments (municipality_id, id) {
        municipality_id -> Uuid,
        id -> Uuid,
        value_id -> Uuid,
        division_id -> Uuid,
        person_id -> Uuid,
        said -> Text,
        said_at -> Timestamptz,
    }
}

diesel::table! {
    versions (municipality_id, id) {
        municipality_id -> Uuid,
        id -> Uuid,
        questionnaire_id -> Uuid,
        number -> Int4,
        document -> Jsonb,
        digest -> Bytea,
        created_at -> Timestamptz,
        judged -> Jsonb,
        erratum -> Int4,
    }
}

diesel::table! {
    works (municipality_id, id) {
        municipality_id -> Uuid,
        id -> Uuid,
        kind -> Text,
        who -> Jsonb,
        asked_at -> Timestamptz,
        done -> Int8,
        total -> Nullable<Int8>,
        state -> Text,
        is_stopped -> Bool,
        outcome -> Nullable<Jsonb>,
        finished_at -> Nullable<Timestamptz>,
    }
}

diesel::joinable!(audit -> municipalities (municipality_id));
diesel::joinable!(divisions -> municipalities (municipality_id));
diesel::joinable!(kept_forms -> municipalities (municipality_id));
diesel::joinable!(letters -> municipalities (municipality_id));
diesel::joinable!(people -> municipalities (municipality_id));
diesel::joinable!(pictures -> municipalities (municipality_id));
diesel::joinable!(plans -> municipalities (municipality_id));
diesel::joinable!(questionnaires -> municipalities (municipality_id));
diesel::joinable!(scales -> municipalities (municipality_id));
diesel::joinable!(surveys -> municipalities (municipality_id));

diesel::allow_tables_to_appear_in_same_query!(
    amendments,
    audit,
    deputies,
    designs,
    division_names,
    divisions,
    draft_agreements,
    draft_packets,
    draft_revisions,
    draft_sources,
    drafts,
    editions,
    envelopes,
    errata,
    former_secrets,
    held_back,
    indicator_definitions,
    indicator_owners,
    indicator_values,
    indicator_versions,
    indicators,
    inquiries,
    inquiry_comments,
    inquiry_divisions,
    installation,
    invitations,
    jobs,
    kept_forms,
    letters,
    motions,
    municipalities,
    one_time_codes,
    people,
    person_roles,
    pictures,
    plan_nodes,
    plan_versions,
    plans,
    questionnaire_drafts,
    questionnaires,
    receipts,
    recipient_lists,
    recipients,
    releases,
    report_columns,
    reports,
    responses,
    returns,
    scales,
    sessions,
    set_ups,
    survey_secrets,
    surveys,
    transfers,
    trial_drafts,
    trial_notes,
    trial_responses,
    trials,
    turns,
    value_comments,
    versions,
    works,
);
