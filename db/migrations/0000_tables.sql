CREATE TABLE "sessions" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"last_seen_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "settings" (
	"key" text PRIMARY KEY NOT NULL,
	"value" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "user_areas" (
	"user_id" uuid NOT NULL,
	"area_code" text collate "C" NOT NULL,
	"from_on" date NOT NULL,
	"until_on" date,
	CONSTRAINT "user_areas_user_id_area_code_from_on_pk" PRIMARY KEY("user_id","area_code","from_on")
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY NOT NULL,
	"username" text NOT NULL,
	"password_hash" text NOT NULL,
	"name" text NOT NULL,
	"role" text NOT NULL,
	"visitor_kind" text,
	"body_key" text,
	"department" text,
	"capacity" integer DEFAULT 8 NOT NULL,
	"is_active" boolean DEFAULT true NOT NULL,
	"must_change_password" boolean DEFAULT false NOT NULL,
	"failed_sign_ins" integer DEFAULT 0 NOT NULL,
	"locked_until" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "one_account_a_username" UNIQUE("username")
);
--> statement-breakpoint
CREATE TABLE "alert_evidence" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "alert_evidence_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"alert_id" uuid NOT NULL,
	"county_code" text collate "C" NOT NULL,
	"area_code" text collate "C" NOT NULL,
	"indicator" text NOT NULL,
	"kind" text NOT NULL,
	"batch_id" bigint NOT NULL,
	"line" integer NOT NULL,
	"on_date" date NOT NULL,
	"until_date" date,
	"amount" bigint,
	"code" text,
	"person_id" bigint
);
--> statement-breakpoint
CREATE TABLE "alerts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"rule_version_id" bigint,
	"lead_id" uuid,
	"finding_id" bigint,
	"rule_id" text,
	"subject_kind" text NOT NULL,
	"subject_id" bigint NOT NULL,
	"event_key" text NOT NULL,
	"household_id" bigint,
	"case_id" uuid,
	"county_code" text collate "C" NOT NULL,
	"area_code" text collate "C" NOT NULL,
	"class" text NOT NULL,
	"severity" text NOT NULL,
	"cause" text,
	"state" text NOT NULL,
	"raised_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"end_reason" text,
	"cool_until" timestamp with time zone,
	"values" jsonb NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "a_rule_or_a_lead" CHECK ((rule_version_id is null) <> (lead_id is null))
);
--> statement-breakpoint
CREATE TABLE "cases" (
	"id" uuid PRIMARY KEY NOT NULL,
	"household_id" bigint NOT NULL,
	"county_code" text collate "C" NOT NULL,
	"area_code" text collate "C" NOT NULL,
	"opened_at" timestamp with time zone NOT NULL,
	"closed_at" timestamp with time zone,
	"outcome" text
);
--> statement-breakpoint
CREATE TABLE "leads" (
	"id" uuid PRIMARY KEY NOT NULL,
	"channel" text NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	"county_code" text collate "C" NOT NULL,
	"area_code" text collate "C" NOT NULL,
	"household_id" bigint,
	"cause" text,
	"summary" text NOT NULL,
	"due_at" timestamp with time zone,
	"answered_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "areas" (
	"code" text collate "C" PRIMARY KEY NOT NULL,
	"parent_code" text collate "C",
	"level" text NOT NULL,
	"name" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "bodies" (
	"key" text PRIMARY KEY NOT NULL,
	"level" text NOT NULL,
	"name" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "body_areas" (
	"body_key" text NOT NULL,
	"area_code" text collate "C" NOT NULL,
	"from_on" date NOT NULL,
	"until_on" date,
	CONSTRAINT "body_areas_body_key_area_code_from_on_pk" PRIMARY KEY("body_key","area_code","from_on")
);
--> statement-breakpoint
CREATE TABLE "departments" (
	"code" text PRIMARY KEY NOT NULL,
	"name_zh" text NOT NULL,
	"name_en" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_entries" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_entries_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp with time zone NOT NULL,
	"actor_id" uuid,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_id" text NOT NULL,
	"area_code" text collate "C",
	"details" jsonb DEFAULT '{}'::jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_seals" (
	"sequence" bigint PRIMARY KEY NOT NULL,
	"entry_id" bigint NOT NULL,
	"hash" "bytea" NOT NULL,
	"sealed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "one_seal_an_entry" UNIQUE("entry_id")
);
--> statement-breakpoint
CREATE TABLE "api_keys" (
	"id" uuid PRIMARY KEY NOT NULL,
	"department" text NOT NULL,
	"label" text NOT NULL,
	"key_hash" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" uuid,
	"revoked_at" timestamp with time zone,
	"last_used_at" timestamp with time zone,
	CONSTRAINT "one_key_a_hash" UNIQUE("key_hash")
);
--> statement-breakpoint
CREATE TABLE "batch_months" (
	"batch_id" bigint NOT NULL,
	"dataset" text NOT NULL,
	"month" date NOT NULL,
	CONSTRAINT "batch_months_batch_id_month_pk" PRIMARY KEY("batch_id","month")
);
--> statement-breakpoint
CREATE TABLE "batches" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "batches_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"dataset" text NOT NULL,
	"contract_version" integer DEFAULT 1 NOT NULL,
	"origin" text NOT NULL,
	"department" text,
	"file_name" text NOT NULL,
	"sha256" text NOT NULL,
	"period" text,
	"period_from" date,
	"period_until" date,
	"status" text NOT NULL,
	"in_force_from" timestamp with time zone,
	"in_force_until" timestamp with time zone,
	"end_reason" text,
	"ended_by" uuid,
	"superseded_by" bigint,
	"held_share" double precision,
	"received_at" timestamp with time zone NOT NULL,
	"received_by" uuid,
	"headings" text[],
	"empty_shares" jsonb,
	"rows_good" integer DEFAULT 0 NOT NULL,
	"rows_rejected" integer DEFAULT 0 NOT NULL,
	"name_differs" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "consents" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "consents_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"id_hash" "bytea" NOT NULL,
	"dataset" text NOT NULL,
	"from_on" date NOT NULL,
	"until_on" date,
	"document" text NOT NULL,
	"recorded_at" timestamp with time zone NOT NULL,
	"retracted_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "exports" (
	"id" uuid PRIMARY KEY NOT NULL,
	"contract" text NOT NULL,
	"receiver" text NOT NULL,
	"format" text NOT NULL,
	"period" text,
	"as_of" date NOT NULL,
	"rows" integer NOT NULL,
	"sha256" text NOT NULL,
	"made_at" timestamp with time zone NOT NULL,
	"made_by" uuid
);
--> statement-breakpoint
CREATE TABLE "facts" (
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "facts_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_id" bigint NOT NULL,
	"named_person_id" bigint,
	"on_date" date NOT NULL,
	"until_date" date,
	"amount" bigint,
	"code" text,
	"attributes" jsonb,
	"natural_key" uuid NOT NULL,
	"batch_id" bigint NOT NULL,
	"line" integer NOT NULL,
	"recorded_at" timestamp with time zone NOT NULL,
	"retracted_at" timestamp with time zone,
	CONSTRAINT "facts_kind_id_pk" PRIMARY KEY("kind","id")
) PARTITION BY LIST ("kind");
--> statement-breakpoint
CREATE TABLE "intakes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"channel" text NOT NULL,
	"department" text,
	"file_name" text NOT NULL,
	"is_kept" boolean NOT NULL,
	"dataset" text,
	"period" text,
	"corrects" bigint,
	"is_dry_run" boolean DEFAULT false NOT NULL,
	"state" text NOT NULL,
	"rows_read" integer DEFAULT 0 NOT NULL,
	"bytes_total" bigint,
	"bytes_read" bigint DEFAULT 0 NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"reason" jsonb,
	"asks" text DEFAULT 'nothing' NOT NULL,
	"proposals" jsonb,
	"consequences" jsonb,
	"batch_id" bigint,
	"started_at" timestamp with time zone NOT NULL,
	"beat_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	"requested_by" uuid,
	"is_cancel_asked" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "layouts" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "layouts_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"dataset" text NOT NULL,
	"version" integer NOT NULL,
	"headings" jsonb NOT NULL,
	"confirmed_by" uuid,
	"confirmed_at" timestamp with time zone NOT NULL,
	"retired_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "name_differences" (
	"batch_id" bigint NOT NULL,
	"line" integer NOT NULL,
	"id_hash" "bytea" NOT NULL,
	"name" text NOT NULL,
	CONSTRAINT "name_differences_batch_id_line_pk" PRIMARY KEY("batch_id","line")
);
--> statement-breakpoint
CREATE TABLE "parameters" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "parameters_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"area_code" text collate "C" NOT NULL,
	"settlement" text,
	"value" bigint NOT NULL,
	"unit" text NOT NULL,
	"from_on" date NOT NULL,
	"until_on" date,
	"of_year" integer,
	"status" text NOT NULL,
	"document" text NOT NULL,
	"recorded_at" timestamp with time zone NOT NULL,
	"retracted_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "rejects" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "rejects_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"batch_id" bigint NOT NULL,
	"line" integer NOT NULL,
	"column_name" text,
	"code" text NOT NULL,
	"found" text,
	"expected_zh" text NOT NULL,
	"expected_en" text NOT NULL,
	"dropped_amount" bigint,
	"cells_cipher" "bytea",
	"id_hash" "bytea",
	"name" text
);
--> statement-breakpoint
CREATE TABLE "snapshot_rows" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "snapshot_rows_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"dataset" text NOT NULL,
	"kind" text NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_id" bigint NOT NULL,
	"named_person_id" bigint,
	"on_date" date NOT NULL,
	"until_date" date,
	"amount" bigint,
	"code" text,
	"attributes" jsonb,
	"natural_key" uuid NOT NULL,
	"batch_id" bigint NOT NULL,
	"line" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sources" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "sources_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"dataset" text NOT NULL,
	"state" text NOT NULL,
	"from_on" date NOT NULL,
	"note" text,
	"set_by" uuid,
	CONSTRAINT "one_source_a_dataset" UNIQUE("dataset")
);
--> statement-breakpoint
CREATE TABLE "waiting_rows" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "waiting_rows_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"batch_id" bigint NOT NULL,
	"line" integer NOT NULL,
	"id_hash" "bytea" NOT NULL,
	"name" text,
	"facts" jsonb NOT NULL,
	"matched_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "candidate_pairs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"person_id" bigint NOT NULL,
	"other_id" bigint,
	"batch_id" bigint,
	"line" integer,
	"other_name" text,
	"county_code" text collate "C" NOT NULL,
	"area_code" text collate "C" NOT NULL,
	"state" text NOT NULL,
	"found_at" timestamp with time zone NOT NULL,
	"decided_at" timestamp with time zone,
	"decided_by" uuid,
	"version" integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "households" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "households_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"public_id" uuid NOT NULL,
	"registry_number" text,
	"head_person_id" bigint,
	"area_code" text collate "C" NOT NULL,
	"county_code" text collate "C" NOT NULL,
	"settlement" text NOT NULL,
	CONSTRAINT "one_household_a_public_id" UNIQUE("public_id"),
	CONSTRAINT "one_household_a_registry_number" UNIQUE("registry_number")
);
--> statement-breakpoint
CREATE TABLE "identity_links" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "identity_links_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"person_id" bigint NOT NULL,
	"same_as_id" bigint NOT NULL,
	"decided_by" uuid NOT NULL,
	"reason" text NOT NULL,
	"recorded_at" timestamp with time zone NOT NULL,
	"retracted_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "kinships" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "kinships_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"person_id" bigint NOT NULL,
	"other_id" bigint NOT NULL,
	"kind" text NOT NULL,
	"from_on" date,
	"until_on" date,
	"batch_id" bigint NOT NULL,
	"line" integer NOT NULL,
	"recorded_at" timestamp with time zone NOT NULL,
	"retracted_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "memberships" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "memberships_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"person_id" bigint NOT NULL,
	"household_id" bigint NOT NULL,
	"kind" text NOT NULL,
	"relation" text,
	"is_head" boolean NOT NULL,
	"from_on" date NOT NULL,
	"until_on" date,
	"batch_id" bigint NOT NULL,
	"line" integer NOT NULL,
	"recorded_at" timestamp with time zone NOT NULL,
	"retracted_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "person_details" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "person_details_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"person_id" bigint NOT NULL,
	"name" text NOT NULL,
	"sex" text,
	"born_on" date,
	"phone_cipher" "bytea",
	"from_on" date NOT NULL,
	"batch_id" bigint NOT NULL,
	"line" integer NOT NULL,
	"recorded_at" timestamp with time zone NOT NULL,
	"retracted_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "persons" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "persons_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"id_kind" text NOT NULL,
	"id_hash" "bytea",
	"id_cipher" "bytea",
	"id_masked" text,
	"name" text NOT NULL,
	"sex" text,
	"born_on" date,
	"phone_cipher" "bytea",
	CONSTRAINT "one_person_a_number" UNIQUE("id_hash")
);
--> statement-breakpoint
CREATE TABLE "residences" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "residences_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"household_id" bigint NOT NULL,
	"kind" text NOT NULL,
	"area_code" text collate "C" NOT NULL,
	"settlement" text NOT NULL,
	"address_cipher" "bytea",
	"from_on" date NOT NULL,
	"until_on" date,
	"batch_id" bigint NOT NULL,
	"line" integer NOT NULL,
	"recorded_at" timestamp with time zone NOT NULL,
	"retracted_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "touched_households" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "touched_households_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"household_id" bigint NOT NULL,
	"batch_id" bigint,
	"cycle_id" bigint
);
--> statement-breakpoint
CREATE TABLE "categories" (
	"code" text PRIMARY KEY NOT NULL,
	"name_zh" text NOT NULL,
	"name_en" text NOT NULL,
	"authority" text NOT NULL,
	"from_on" date NOT NULL,
	"until_on" date
);
--> statement-breakpoint
CREATE TABLE "outcomes" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "outcomes_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"alert_id" uuid NOT NULL,
	"task_id" uuid NOT NULL,
	"visit_id" uuid,
	"rule_id" text,
	"rule_version" integer,
	"dataset" text,
	"county_code" text collate "C" NOT NULL,
	"area_code" text collate "C" NOT NULL,
	"outcome_code" text NOT NULL,
	"is_confirmed" boolean,
	"cause" text,
	"closed_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "recognitions" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "recognitions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"subject_kind" text NOT NULL,
	"subject_id" bigint NOT NULL,
	"category" text NOT NULL,
	"authority" text NOT NULL,
	"county_code" text collate "C" NOT NULL,
	"area_code" text collate "C" NOT NULL,
	"from_on" date NOT NULL,
	"until_on" date,
	"phase_out_until" date,
	"guard_until" date,
	"decision_id" uuid,
	"recorded_at" timestamp with time zone NOT NULL,
	"retracted_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "cycle_steps" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "cycle_steps_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"cycle_id" bigint NOT NULL,
	"stage" text NOT NULL,
	"status" text NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone NOT NULL,
	"rows" integer NOT NULL,
	"error" text
);
--> statement-breakpoint
CREATE TABLE "cycles" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "cycles_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"trigger" text NOT NULL,
	"now" timestamp with time zone NOT NULL,
	"as_of" date NOT NULL,
	"extent" text NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone,
	"status" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "findings" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "findings_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"rule_id" text NOT NULL,
	"rule_version_id" bigint NOT NULL,
	"household_id" bigint NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_id" bigint NOT NULL,
	"event_key" text NOT NULL,
	"values" jsonb NOT NULL,
	"since_on" date NOT NULL,
	"found_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"end_reason" text
);
--> statement-breakpoint
CREATE TABLE "household_indicators" (
	"household_id" bigint PRIMARY KEY NOT NULL,
	"county_code" text collate "C" NOT NULL,
	"area_code" text collate "C" NOT NULL,
	"settlement" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rule_versions" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "rule_versions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"rule_id" text NOT NULL,
	"version" integer NOT NULL,
	"hash" text NOT NULL,
	"definition" jsonb NOT NULL,
	"status" text NOT NULL,
	"published_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "task_alerts" (
	"task_id" uuid NOT NULL,
	"alert_id" uuid NOT NULL,
	"joined_at" timestamp with time zone NOT NULL,
	CONSTRAINT "task_alerts_task_id_alert_id_pk" PRIMARY KEY("task_id","alert_id"),
	CONSTRAINT "one_task_an_alert" UNIQUE("alert_id")
);
--> statement-breakpoint
CREATE TABLE "tasks" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_id" bigint NOT NULL,
	"household_id" bigint,
	"origin_kind" text NOT NULL,
	"origin_id" uuid NOT NULL,
	"case_id" uuid,
	"county_code" text collate "C" NOT NULL,
	"area_code" text collate "C" NOT NULL,
	"severity" text NOT NULL,
	"state" text NOT NULL,
	"assignee_id" uuid,
	"opened_at" timestamp with time zone NOT NULL,
	"dispatch_due_at" timestamp with time zone NOT NULL,
	"visit_due_at" timestamp with time zone NOT NULL,
	"confirm_due_at" timestamp with time zone NOT NULL,
	"state_at" timestamp with time zone NOT NULL,
	"closed_at" timestamp with time zone,
	"outcome_code" text,
	"return_reason" text,
	"notice" text,
	"version" integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "visits" (
	"id" uuid PRIMARY KEY NOT NULL,
	"task_id" uuid NOT NULL,
	"household_id" bigint,
	"county_code" text collate "C" NOT NULL,
	"area_code" text collate "C" NOT NULL,
	"visitor_id" uuid NOT NULL,
	"visitor_kind" text NOT NULL,
	"visited_at" timestamp with time zone NOT NULL,
	"submitted_at" timestamp with time zone NOT NULL,
	"latitude" double precision,
	"longitude" double precision,
	"accuracy_metres" double precision,
	"no_place_reason" text,
	"outcome_code" text NOT NULL,
	"cause" text,
	"note" text NOT NULL,
	"assistance_note" text,
	"answers" jsonb DEFAULT '{}'::jsonb NOT NULL
);
--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_areas" ADD CONSTRAINT "user_areas_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_areas" ADD CONSTRAINT "user_areas_area_code_areas_code_fk" FOREIGN KEY ("area_code") REFERENCES "public"."areas"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "users_body_key_bodies_key_fk" FOREIGN KEY ("body_key") REFERENCES "public"."bodies"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "users_department_departments_code_fk" FOREIGN KEY ("department") REFERENCES "public"."departments"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alert_evidence" ADD CONSTRAINT "alert_evidence_alert_id_alerts_id_fk" FOREIGN KEY ("alert_id") REFERENCES "public"."alerts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_lead_id_leads_id_fk" FOREIGN KEY ("lead_id") REFERENCES "public"."leads"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "body_areas" ADD CONSTRAINT "body_areas_body_key_bodies_key_fk" FOREIGN KEY ("body_key") REFERENCES "public"."bodies"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "body_areas" ADD CONSTRAINT "body_areas_area_code_areas_code_fk" FOREIGN KEY ("area_code") REFERENCES "public"."areas"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "batch_months" ADD CONSTRAINT "batch_months_batch_id_batches_id_fk" FOREIGN KEY ("batch_id") REFERENCES "public"."batches"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "name_differences" ADD CONSTRAINT "name_differences_batch_id_batches_id_fk" FOREIGN KEY ("batch_id") REFERENCES "public"."batches"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rejects" ADD CONSTRAINT "rejects_batch_id_batches_id_fk" FOREIGN KEY ("batch_id") REFERENCES "public"."batches"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "waiting_rows" ADD CONSTRAINT "waiting_rows_batch_id_batches_id_fk" FOREIGN KEY ("batch_id") REFERENCES "public"."batches"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recognitions" ADD CONSTRAINT "recognitions_category_categories_code_fk" FOREIGN KEY ("category") REFERENCES "public"."categories"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cycle_steps" ADD CONSTRAINT "cycle_steps_cycle_id_cycles_id_fk" FOREIGN KEY ("cycle_id") REFERENCES "public"."cycles"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "findings" ADD CONSTRAINT "findings_rule_version_id_rule_versions_id_fk" FOREIGN KEY ("rule_version_id") REFERENCES "public"."rule_versions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "task_alerts" ADD CONSTRAINT "task_alerts_task_id_tasks_id_fk" FOREIGN KEY ("task_id") REFERENCES "public"."tasks"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "task_alerts" ADD CONSTRAINT "task_alerts_alert_id_alerts_id_fk" FOREIGN KEY ("alert_id") REFERENCES "public"."alerts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_assignee_id_users_id_fk" FOREIGN KEY ("assignee_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "visits" ADD CONSTRAINT "visits_task_id_tasks_id_fk" FOREIGN KEY ("task_id") REFERENCES "public"."tasks"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "visits" ADD CONSTRAINT "visits_visitor_id_users_id_fk" FOREIGN KEY ("visitor_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "sessions_by_user" ON "sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "user_areas_by_area" ON "user_areas" USING btree ("area_code");--> statement-breakpoint
CREATE INDEX "evidence_by_alert" ON "alert_evidence" USING btree ("alert_id");--> statement-breakpoint
CREATE UNIQUE INDEX "one_open_alert_a_subject" ON "alerts" USING btree ("rule_id","subject_kind","subject_id") WHERE state = 'open';--> statement-breakpoint
CREATE INDEX "alerts_by_county" ON "alerts" USING btree ("county_code","state","raised_at");--> statement-breakpoint
CREATE INDEX "alerts_by_household" ON "alerts" USING btree ("household_id");--> statement-breakpoint
CREATE INDEX "alerts_by_episode" ON "alerts" USING btree ("rule_id","subject_kind","subject_id","event_key");--> statement-breakpoint
CREATE UNIQUE INDEX "one_open_case_a_household" ON "cases" USING btree ("household_id") WHERE closed_at is null;--> statement-breakpoint
CREATE INDEX "leads_by_county" ON "leads" USING btree ("county_code","received_at");--> statement-breakpoint
CREATE INDEX "areas_by_parent" ON "areas" USING btree ("parent_code");--> statement-breakpoint
CREATE INDEX "audit_by_subject" ON "audit_entries" USING btree ("subject_kind","subject_id","id");--> statement-breakpoint
CREATE INDEX "audit_by_actor" ON "audit_entries" USING btree ("actor_id","id");--> statement-breakpoint
CREATE INDEX "batch_months_by_dataset" ON "batch_months" USING btree ("dataset","month");--> statement-breakpoint
CREATE UNIQUE INDEX "one_batch_a_file" ON "batches" USING btree ("dataset","sha256") WHERE in_force_until is null;--> statement-breakpoint
CREATE INDEX "batches_by_dataset" ON "batches" USING btree ("dataset","period");--> statement-breakpoint
CREATE INDEX "consents_by_id" ON "consents" USING btree ("id_hash","dataset");--> statement-breakpoint
CREATE INDEX "exports_by_contract" ON "exports" USING btree ("contract","made_at");--> statement-breakpoint
CREATE UNIQUE INDEX "one_fact_a_key" ON "facts" USING btree ("kind","natural_key") WHERE retracted_at is null;--> statement-breakpoint
CREATE INDEX "facts_by_subject" ON "facts" USING btree ("subject_id","on_date");--> statement-breakpoint
CREATE INDEX "facts_by_batch" ON "facts" USING btree ("batch_id","line");--> statement-breakpoint
CREATE INDEX "intakes_by_state" ON "intakes" USING btree ("state","started_at");--> statement-breakpoint
CREATE INDEX "intakes_by_department" ON "intakes" USING btree ("department","id");--> statement-breakpoint
CREATE UNIQUE INDEX "one_layout_a_version" ON "layouts" USING btree ("dataset","version");--> statement-breakpoint
CREATE INDEX "name_differences_by_id" ON "name_differences" USING btree ("id_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "one_parameter_a_day" ON "parameters" USING btree ("name","area_code",coalesce(settlement, ''),"from_on") WHERE retracted_at is null;--> statement-breakpoint
CREATE INDEX "rejects_by_batch" ON "rejects" USING btree ("batch_id","line");--> statement-breakpoint
CREATE INDEX "snapshot_rows_by_key" ON "snapshot_rows" USING btree ("dataset","natural_key");--> statement-breakpoint
CREATE INDEX "snapshot_rows_by_batch" ON "snapshot_rows" USING btree ("batch_id");--> statement-breakpoint
CREATE INDEX "waiting_rows_by_batch" ON "waiting_rows" USING btree ("batch_id");--> statement-breakpoint
CREATE INDEX "waiting_rows_to_match" ON "waiting_rows" USING btree ("id_hash") WHERE matched_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "one_pair" ON "candidate_pairs" USING btree ("kind","person_id",coalesce(other_id, 0),coalesce(batch_id, 0),coalesce(line, 0));--> statement-breakpoint
CREATE INDEX "pairs_by_county" ON "candidate_pairs" USING btree ("county_code","state");--> statement-breakpoint
CREATE INDEX "households_by_area" ON "households" USING btree ("county_code","area_code");--> statement-breakpoint
CREATE INDEX "kinships_by_person" ON "kinships" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "kinships_by_other" ON "kinships" USING btree ("other_id");--> statement-breakpoint
CREATE INDEX "memberships_by_person" ON "memberships" USING btree ("person_id","from_on");--> statement-breakpoint
CREATE INDEX "memberships_by_household" ON "memberships" USING btree ("household_id");--> statement-breakpoint
CREATE INDEX "memberships_by_batch" ON "memberships" USING btree ("batch_id");--> statement-breakpoint
CREATE INDEX "person_details_by_person" ON "person_details" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "person_details_by_batch" ON "person_details" USING btree ("batch_id");--> statement-breakpoint
CREATE INDEX "residences_by_household" ON "residences" USING btree ("household_id","from_on");--> statement-breakpoint
CREATE INDEX "residences_by_batch" ON "residences" USING btree ("batch_id");--> statement-breakpoint
CREATE INDEX "touched_by_household" ON "touched_households" USING btree ("household_id");--> statement-breakpoint
CREATE UNIQUE INDEX "one_outcome_an_alert" ON "outcomes" USING btree ("alert_id");--> statement-breakpoint
CREATE INDEX "outcomes_by_rule" ON "outcomes" USING btree ("rule_id","county_code");--> statement-breakpoint
CREATE INDEX "recognitions_by_subject" ON "recognitions" USING btree ("subject_kind","subject_id");--> statement-breakpoint
CREATE INDEX "cycle_steps_by_cycle" ON "cycle_steps" USING btree ("cycle_id");--> statement-breakpoint
CREATE UNIQUE INDEX "one_finding_a_subject" ON "findings" USING btree ("rule_id","subject_kind","subject_id","event_key") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "findings_by_household" ON "findings" USING btree ("household_id");--> statement-breakpoint
CREATE INDEX "household_indicators_by_county" ON "household_indicators" USING btree ("county_code");--> statement-breakpoint
CREATE UNIQUE INDEX "one_rule_a_version" ON "rule_versions" USING btree ("rule_id","version");--> statement-breakpoint
CREATE UNIQUE INDEX "one_published_version" ON "rule_versions" USING btree ("rule_id") WHERE status = 'published';--> statement-breakpoint
CREATE UNIQUE INDEX "one_open_task_a_subject_and_kind" ON "tasks" USING btree ("subject_kind","subject_id","kind") WHERE state not in ('submitted', 'confirmed', 'closed', 'cancelled');--> statement-breakpoint
CREATE INDEX "tasks_by_county" ON "tasks" USING btree ("county_code","state","visit_due_at");--> statement-breakpoint
CREATE INDEX "tasks_by_assignee" ON "tasks" USING btree ("assignee_id","state");--> statement-breakpoint
CREATE INDEX "tasks_by_household" ON "tasks" USING btree ("household_id");--> statement-breakpoint
CREATE INDEX "visits_by_task" ON "visits" USING btree ("task_id");--> statement-breakpoint
CREATE INDEX "visits_by_household" ON "visits" USING btree ("household_id");