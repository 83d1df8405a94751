//! Kocho (広聴): citizen surveys that feed a municipality's plan.
//!
//! ```text
//!  nouns     domain/      what surveys, answers, shares and targets ARE       pure, no I/O, no SQL, no clock
//!  bytes     formats/     questionnaire and plan files, pictures, CSV, cases  pure, knows domain
//!  rows      storage/     every SQL statement of the program                  functions over a connection
//!  verbs     workflows/   changes that touch more than one thing              one transaction each, audited
//!  pages     views/       templates, languages, numbers and dates as text, charts
//!  letters   mail/        composing and transport
//!  accounts  openid/      talking with the providers by whose accounts staff sign in
//!  doors     web/         HTTP: who is asking, what they sent, what they get
//!  doors     commands/    the operator's command line
//!  time      jobs/        the same workflows, when nobody is asking
//! ```
//!
//! The same noun in each folder finds a feature: `domain/plan/target.rs` · `storage/plans.rs` ·
//! `workflows/planning/` · `web/public/plan.rs` · `templates/public/plan.hbs` · `tests/suite/plans.rs`.
//!
//! ```text
//!         web        commands      jobs
//!          │ ╲         │         ╱  │
//!          │  views    workflows   mail
//!          │   │ ╲      │   ╲     ╱ │
//!          │   │  ╲  storage formats│
//!          ╰───┴───┴────┬────┴──────╯
//!                     domain
//! ```
//!
//! Arrows point down; a test keeps them so (`tests/suite/shape.rs`). [`app`] wires the boxes once and knows none of
//! those who ask; what only requests need is [`web::state`]. In `web` a request passes `middleware/`, is taken apart by
//! `extract/`, answered in `public/` or `respond/` and written by `page/`; `cache/` remembers rows and pages for a
//! moment. [`openid`] stands beside `mail`: over `domain`, below `app` and `web`. [`config`] is what the operator
//! decided, [`private_postgres`] the database server that is simply there. [`clock`] is the process's clock for logs and
//! timeouts; whatever is decided is decided by the database's ([`storage::clock`]).
//!
//! # Walkthroughs
//!
//! **A citizen answers.** `/{town}/a/{key}` → [`web::respond::key`] finds the invitation, lets the browser keep a slip
//! of the key's draft ([`web::respond::slip`]) and leaves the address with the key at once. Each section is POST → 303 →
//! GET over that draft ([`web::respond::draft`]), which is encrypted under a token only the citizen holds
//! ([`domain::token::draft`]). A node goes on from what it saved itself ([`web::cache::drafts`]), over connections that the
//! thread which answers drives ([`storage::Db`]); what is sent it reads from the database.
//! Which sections are asked is computed from what was typed, whatever else is wrong with it
//! ([`domain::questionnaire::draft_answers`]), never stored. Sending asks the same place whether everything is ready and
//! hands the [`domain::questionnaire::Answers`] to the one door,
//! [`workflows::intake`]: it gathers what arrives together, looks up the submission ids, takes the shared lock of each
//! survey, spends the keys and stores receipts and encrypted envelopes ([`domain::envelope`]) in one transaction, and
//! answers after the commit; what became of a commit nobody answered, the database is asked. The receipt is a keyed
//! hash of the submission id, the same on every retry. Twenty envelopes become twenty responses, shuffled, without day
//! or receipt: [`workflows::sealing`] says who can learn what when.
//!
//! **A survey closes.** By hand (`kocho survey close`) or by the clock (`jobs`): both end in
//! [`workflows::lifecycle`], which waits for what is being stored, moves the survey and queues the figures in the same
//! transaction. [`workflows::tabulating`] reads the responses into columns ([`domain::tabulation::reading`]), groups
//! people who are alike in every attribute and in weight, counts each question once for each group and puts all tables
//! together from those counts ([`domain::tabulation::counted`] over [`domain::statistics`]). It stores an immutable
//! report with the version of its rules, keeps the columns so that it can be computed again, and gives the bound
//! indicators their value ([`workflows::planning`]) with a letter to their owner. When that is done, or given up after
//! long trying, the sealing is queued ([`workflows::settling`]) and of what was given up the operator is told. `kocho
//! analyze` computes the same figures from files with the same functions. Nothing waits for the job to be right: whether
//! an answer is taken is decided from the survey's times at the door.
//!
//! **Staff come in.** `/staff/sign-in/{town}` → [`web::staff::sign_in`]: password ([`workflows::accounts::hashing`]), then a
//! code where there is a second factor ([`domain::account`]), or the provider of the office ([`openid`]). A session is a
//! row; before any other page of staff is reached, a middleware finds out whose it is and what their roles give today, in
//! one statement ([`storage::sessions`]). The first page is [`web::staff::today`].
//!
//! **Staff work.** `/staff/surveys/{survey}/extension` → [`web::staff::surveys::extension`]: the handler's argument is a
//! permission ([`web::staff::Staff`]), only one that changes something can `write`, and what it writes goes through a
//! workflow, named in the audit log. A list ([`web::page::list`]) keeps what it is asked for in its address and asks
//! [`read::listed`] for one page. The log is read at `/staff/record` ([`web::staff::record`]): each event of
//! [`domain::event`] is a sentence there. Who stands in for whom today (代決) is found out
//! with the session; what comes of moving somebody's roles to another on a day (人事異動) is computed in [`domain::transfer`],
//! shown before ([`read::transfers`]) and done by the clock ([`workflows::accounts::transfers`]). What takes long is asked for ([`workflows::working`]) and done by a job in steps,
//! between which it writes how far it is and looks whether somebody asked it to stop; its page is [`web::staff::work`].
//! Some acts take two people ([`domain::motion`]): one moves them at `/staff/motions`, and when a second one says yes,
//! [`workflows::deciding`] has them done, in the same transaction, by the workflow that does them for anybody. Before
//! figures are published, the division that owns an indicator says what stands behind its value
//! ([`workflows::planning::commenting`], at `/staff/values`).
//! Those who run the installation sit at a desk of their own, the office: it is kept like
//! a municipality, and what they do with the others goes through [`workflows::municipalities`], from `/staff/municipalities`
//! ([`web::staff::municipalities`]) and from the command line alike.
//!
//! **A questionnaire is made.** `/staff/drafts/{draft}` → [`web::staff::drafts`]: every form is an act on one thing
//! ([`domain::questionnaire::acts`]), done on the revision its page showed. [`workflows::designing`] does it where others
//! touched other parts meanwhile, and else asks which one stays; each revision keeps what takes it back
//! ([`storage::questionnaire_drafts`]). A draft begins as a copy of a version (what of last year is left in it:
//! [`domain::questionnaire::leftovers`]), of a template ([`formats::library`]), or from a file of any program
//! ([`formats::begun`]), of which a source is kept that says what became of each part ([`domain::questionnaire::source`]);
//! what its review finds and what was done with it is put in words by [`views::designing`], and [`workflows::freezing`]
//! makes a version of it. What was ever asked is found at `/staff/bank` ([`domain::questionnaire::bank`]), which each
//! node keeps ready ([`web::cache::bank`]), and comes into a draft with its code. Options that many questions have are
//! worded once at `/staff/scales` ([`domain::questionnaire::scales`]): no questionnaire names them, and the drafts whose
//! options are the same change with them ([`workflows::scales`]). At `/staff/drafts/{draft}/files` a draft
//! goes out again ([`web::staff::files`]). Other divisions say what they find in it (庁内照会,
//! [`workflows::inquiring`], at `/staff/inquiries`), colleagues try it by a link ([`workflows::trying`]), and what is put
//! before whoever decides (起案) is printed with all of that ([`web::staff::drafts::packet`]). What two versions do not
//! share is found by [`domain::questionnaire::compared`]
//! and shown as a table (新旧対照表, [`views::comparing`]); what is printed is [`views::sheet`]; both are Word files too
//! ([`formats::docx`]).
//!
//! **The public looks.** `/{town}/plans/{plan}/indicators/{indicator}` → [`web::public::indicator`] asks
//! [`read`] as [`read::Public`], which is given published values and releases and cannot ask for reports. What the public sees changes at publication
//! ([`workflows::publishing`]) and at no other moment. `/{town}/surveys/{survey}/results` → [`web::public::results`]
//! reads the release that was made then ([`domain::report::release`]): small numbers are gone from it, and no public
//! page reads a report, which holds them.
//!
//! Hops: a read is route → handler → [`read`] → storage, a write route → handler → workflow → storage. Never more.

pub mod app;
pub mod clock;
pub mod commands;
pub mod config;
pub mod domain;
pub mod formats;
pub mod installation;
pub mod jobs;
pub mod mail;
pub mod metrics;
pub mod openid;
pub mod private_postgres;
pub mod read;
pub mod storage;
pub mod telemetry;
pub mod views;
pub mod web;
pub mod workflows;
