// Made from controller/web_api/openapi.yaml by `npm run api-types`; never edited by hand.

export interface paths {
    "/time": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The server's clock, so that a page knows the time it has to sign with. */
        get: operations["getTime"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Is every part well? 200 when all are, 503 when one is not; the same body. Names and details for the machine itself and for signed-in people alone. */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Figures in the Prometheus text format. From the machine itself without signing in, from elsewhere signed in. */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/trust": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The commune's public keys, enough to verify receipts offline. */
        get: operations["getTrust"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Is there no account yet? */
        get: operations["getSetup"];
        put?: never;
        /** Makes the first account and names the commune; signs the person in. Only once (`setup_already_done`). */
        post: operations["completeSetup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/setup/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Is this the code printed at the first start? (`wrong_credentials` if not; limited rate.) */
        post: operations["checkSetupCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who am I? */
        get: operations["getSession"];
        put?: never;
        /** Sign in. The answer sets the cookie `__Host-village` (Secure, HttpOnly, SameSite=Strict). */
        post: operations["signIn"];
        /** Sign out; the session ends on the server. */
        delete: operations["signOut"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/commune": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Name, station, hours. `setup_needed` while there is none. */
        get: operations["getCommune"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The whole commune at once, in the form of `controller/ctl/demo/demo-commune.json`: `commune` (with `policy` and `phones`),
         *     `hamlets`, `nodes`, `zones`, `sirens`, `emergency_templates`, `emergency_tile_order`. Other fields are passed over. All or
         *     nothing; ids follow from the names in the file, so the same file again gives the same commune.
         */
        post: operations["importCommune"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/areas": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Province, commune and hamlets. */
        get: operations["listAreas"];
        put?: never;
        post: operations["createArea"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/areas/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch: operations["editArea"];
        trace?: never;
    };
    "/zones": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listZones"];
        put?: never;
        post: operations["createZone"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/zones/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch: operations["editZone"];
        trace?: never;
    };
    "/zones/{id}/calendar.ics": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /** What is planned for a year at the loudspeakers of a zone (or an area, by its id), as iCalendar (RFC 5545) for any calendar program. */
        get: operations["getZoneCalendar"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/nodes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All loudspeaker clusters with their condition now. */
        get: operations["listNodes"];
        put?: never;
        post: operations["createNode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/nodes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get: operations["getNode"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch: operations["editNode"];
        trace?: never;
    };
    "/nodes/{id}/enrolment": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A one-time code for a new device (15 min, five wrong tries end it). An older code of this node ends. */
        post: operations["beginEnrolment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/nodes/{id}/enrolment/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The six words were compared and agree (they stand in the node's condition as `enrolment`). */
        post: operations["confirmEnrolment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/nodes/{id}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Its device may not connect any more. */
        post: operations["revokeNode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/echo-groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Which loudspeaker speaks in which pass of a staggered broadcast. All of these at once or none. What is planned already keeps its passes. */
        patch: operations["saveEchoGroups"];
        trace?: never;
    };
    "/echo-groups/proposal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Groups in which no two neighbours speak at once, as few as possible and 4 at most, from the coordinates. Nothing is saved. */
        get: operations["proposeEchoGroups"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/announcements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listAnnouncements"];
        put?: never;
        post: operations["createAnnouncement"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/announcements/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get: operations["getAnnouncement"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch: operations["editAnnouncement"];
        trace?: never;
    };
    "/announcements/{id}/prepare": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes the sound, from a finished upload or (without one) from the text. Progress in `jobs`. */
        post: operations["prepareAnnouncement"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/announcements/{id}/audio": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /** The finished sound as the loudspeakers get it (Ogg Opus). `not_ready` until there is one. */
        get: operations["getAnnouncementAudio"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/announcements/{id}/listen": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /**
         * The same sound for a browser to play (MP3, mono, 64 kbit/s): every browser plays it, while Safari plays Ogg Opus from 18.4
         *     on only. `not_ready` until there is sound, and while the copy of a sound is missing; missing ones are made after each start.
         */
        get: operations["getAnnouncementListeningCopy"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/announcements/{id}/peaks": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /** The waveform to draw. `not_ready` until there is sound, and while its listening copy is missing. */
        get: operations["getAnnouncementPeaks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/announcements/{id}/approval": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * One act on an announcement's approval, for the version the person saw.
         * @description `submit`: who may change it, which is its creator, and whoever writes for the whole commune. `withdraw`: its creator, and
         *     approvers. `approve`, `return`, `reject`: approvers, and to whom one lent his right; `return` and `reject` take `words`.
         *     `agree_by_telephone`: who may change it, naming the `approver`, where the commune's rules allow it; when that approver presses
         *     `approve` himself, his own consent takes its place.
         *     Nobody approves what they wrote or changed (`not_permitted`), and no person and no right counts twice. A change of words
         *     or sound takes every consent back; what was signed for the coming days before it still sounds as it was approved.
         *     `withdraw` and `reject` stop whatever is planned of it or sounds.
         */
        post: operations["actOnApproval"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/consents-in-my-name": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Consents by telephone that others wrote down in the name of who asks and that he has not acknowledged, newest first; also those
         *     to what was changed since. Nobody else sees or acknowledges them.
         */
        get: operations["listConsentsInMyName"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/consents-in-my-name/{id}/acknowledgement": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** He has seen those to this announcement, up to the last one that he was shown. `not_found` when none waits for him. */
        post: operations["acknowledgeConsents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/consents-in-my-name/{id}/denial": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * "I did not agree to this": his consents by telephone to this announcement are taken back, it waits for an approval again, and
         *     whatever is planned of it or sounds is stopped. Also after he acknowledged it, as long as the announcement rests on it.
         *     `invalid_argument` when it was changed and approved by others since.
         */
        post: operations["denyConsents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/approval-policy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the commune asks for before something may sound. */
        get: operations["getApprovalPolicy"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Other rules, all of them. They decide about everything that is not signed yet; `falls_away` names what they hold back of the coming fourteen days, `remarks` what nobody could approve. */
        patch: operations["saveApprovalPolicy"];
        trace?: never;
    };
    "/special-days": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The special days the commune keeps: holidays, rằm and mùng 1, mourning, elections. At first the public holidays of Vietnam. */
        get: operations["getSpecialDays"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Other special days, all of them. What falls away by them is withdrawn at once, and named in `falls_away`; what was withdrawn comes back when its day is taken back. `invalid_argument` (rule `special_day_wanted`) when a schedule names one that would have its name no longer. */
        patch: operations["saveSpecialDays"];
        trace?: never;
    };
    "/hours": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The commune's own hours; `HoursRules` narrow them by hamlet and by kind of day. */
        get: operations["getHours"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Other hours of the commune, by a leader; what is left out stays. The signer and every loudspeaker are told, and the coming days are planned by them.
         * @description Only by who may set hours. What is planned already and lies outside them now falls away as it would be refused: no loudspeaker
         *     sounds it without a reason that was given for it. `falls_away` names it, of the coming fourteen days. `invalid_argument`
         *     names the window that is empty (rule `window`), or the hours rule that would allow more than the commune does (rule
         *     `commune_hours`): nothing is changed then.
         */
        patch: operations["editHours"];
        trace?: never;
    };
    "/hours-rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Hours by hamlet and by kind of day, beside the commune's own. */
        get: operations["getHoursRules"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Other rules, all of them. Every loudspeaker keeps to them as soon as it is told; `invalid_argument` names the rule and the window that is not the commune's. */
        patch: operations["saveHoursRules"];
        trace?: never;
    };
    "/delegations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Uỷ quyền: whose right to approve was lent to whom, by when it begins. */
        get: operations["listDelegations"];
        put?: never;
        /** Lends the caller's own right to approve to another person, for 92 days at most. */
        post: operations["createDelegation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/delegations/{id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes it back before its time. */
        post: operations["endDelegation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/surge-periods": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Đợt cao điểm: more hours for given bulletins and places until a date. Every one there was, by when it begins. */
        get: operations["listSurgePeriods"];
        put?: never;
        /** Opens one, for 31 days at most (`too_long`). Inside its windows nobody is asked for a reason; it ends by itself. */
        post: operations["createSurgePeriod"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/surge-periods/{id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends it before its time; what it alone permitted and has not begun is stopped. */
        post: operations["endSurgePeriod"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/uploads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Opens a resumable upload of a known size (at most 300 MB, else `too_large`; 0 bytes is `audio_empty`), by whoever may write
         *     announcements. What one person announced and did not finish is at most 1 GB, of all people 4 GB, else `too_many_requests`;
         *     one that nobody touched for two days is dropped.
         */
        post: operations["createUpload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/uploads/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["dropUpload"];
        options?: never;
        /** Where to go on after an interruption. */
        head: operations["getUploadOffset"];
        /** One piece (1 byte to 1 MiB) at exactly the current offset, else `version_conflict` with the true `Upload-Offset`. */
        patch: operations["appendUpload"];
        trace?: never;
    };
    "/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Waiting, running, and the last 50 that ended. */
        get: operations["listJobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get: operations["getJob"];
        put?: never;
        post?: never;
        /** By the author of the announcement it works for, or by an administrator or approver. */
        delete: operations["cancelJob"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/schedules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listSchedules"];
        put?: never;
        /**
         * Saves a schedule. `confirmation_needed` where hours need a reason and `confirmed`; `quiet_hours` where no reason helps: what would only
         *     ever sound in them is refused, single days that are quiet fall away once that is confirmed.
         */
        post: operations["createSchedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/schedules/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What saving this would do, and what it would meet at common loudspeakers; nothing is stored. */
        post: operations["previewSchedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/schedules/import/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What would become of another program's iCalendar file, and everything in it that was not understood. Nothing is made.
         * @description A schedule is then made by `createSchedule` with its `timing`, an announcement and places, and its `changes` by `editSchedule`.
         */
        post: operations["previewCalendarImport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/schedules/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Changes one occurrence, all from one on, or all that are still to come. What has begun is never changed.
         * @description What is no longer wanted is withdrawn at once; what is moved or changed sounds once, as it is now. `schedule_in_past` for an occurrence that has begun, `not_found` where the schedule gives none, `confirmation_needed` as for a new schedule, with `conflicts` of what the edit touches.
         */
        patch: operations["editSchedule"];
        trace?: never;
    };
    "/schedules/{id}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What an edit would do, of the occurrences it touches. Nothing is changed. */
        post: operations["previewScheduleEdit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/schedules/{id}/agreement": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A second person agrees to all that others planned outside the hours. Who asked for it is refused (`not_permitted`). */
        post: operations["agreeToSchedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/schedules/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["cancelSchedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/programme-presets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Programmes to begin with: "Nông thôn chuẩn", morning and afternoon. Each is a body of POST /programmes; the announcements are the commune's own to choose. */
        get: operations["listProgrammePresets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/relays": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tiếp sóng: the stations that a programme may relay, by the key that its item names. The controller's setting `relays` says where each is heard. */
        get: operations["listRelays"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/programmes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Chương trình: items in order that repeat all year. By name. */
        get: operations["listProgrammes"];
        put?: never;
        /** Keeps a programme. `invalid_argument` names the item that cannot be, `not_found` an announcement that does not exist; `too_long` when it is longer than a session may be. */
        post: operations["createProgramme"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/programmes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get: operations["getProgramme"];
        put?: never;
        post?: never;
        /** Removes it with what was put into its days. */
        delete: operations["removeProgramme"];
        options?: never;
        head?: never;
        /** All of it, as it is to be. What was put into its days stays. Of one that is on the calendar `confirmation_needed` (rule `silence`) when it would be silent for longer than it is now. */
        patch: operations["editProgramme"];
        trace?: never;
    };
    "/programmes/{id}/days/{date}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
                /** @description A day of the commune's calendar. */
                date: components["parameters"]["Date"];
            };
            cookie?: never;
        };
        /** What is heard when on this day, what is left out and why, the room left for bulletins, and silences; as far as it is known now. */
        get: operations["previewProgrammeDay"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/programmes/{id}/days/{date}/bulletins": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
                /** @description A day of the commune's calendar. */
                date: components["parameters"]["Date"];
            };
            cookie?: never;
        };
        /** What was put into this day. Nothing yet is version 0. */
        get: operations["getDayBulletins"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** All the bulletins of this day, in the commune's order; *ưu tiên* ones are read first all the same. `schedule_in_past` for a day that is over, `invalid_argument` (rule `programme_day`) for one on which the programme is on no schedule's calendar, though it is on others. */
        patch: operations["saveDayBulletins"];
        trace?: never;
    };
    "/awaiting-approvals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What is to be heard in the coming seven days and waits for an approval, one row per announcement.
         * @description What schedules, programmes and single broadcasts want, the same as a dry run sees it: what was sent and waits, also where it
         *     is heard as it was approved before; and what is held back (`not_approved`), be it a draft that nobody has sent yet, or approved
         *     by too few for one of its places or times. With why this person may not approve it.
         */
        get: operations["listAwaitingApprovals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/programmes/{id}/approvals": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /** Everything heard in these days, or held back in them, that waits for an approval; with why this person may not give it. */
        get: operations["listAwaitingApproval"];
        put?: never;
        /**
         * Duyệt cả chương trình: one act that consents to everything that waits in these days, as the person saw it.
         * @description `seen` is what the person was shown, with its versions: what was put in or changed since then is left. Each announcement is
         *     approved for itself, as `actOnApproval` would; what is left is named with why (its author is who approves, somebody changed it,
         *     it was never sent for approval, it waits no more), and keeps no other back.
         */
        post: operations["approveProgramme"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dry-run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Why will it not play? What will sound at the named places, and everything planned there that will not, or not whole, each
         *     with its reason. As things are now: the loudspeaker's own decider is led through the period; a loudspeaker that is away is
         *     taken to stay away, so that of the coming seven days it has only what it fetched; what is not signed yet is taken to be
         *     signed, and between equals goes after what is. What was over before now is told by `/broadcasts`.
         */
        get: operations["getDryRun"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/broadcasts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listBroadcasts"];
        put?: never;
        /** Play now (no `starts_at`) or at a time. The same key with the same body gives the same broadcast again. */
        post: operations["createBroadcast"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/broadcasts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get: operations["getBroadcast"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/broadcasts/{id}/correction": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Đính chính: says the right thing now to exactly the loudspeakers that sounded any of this broadcast.
         * @description What is wrong ends first, wherever it sounds and the caller may stop it; of a programme only this piece ends, and what follows
         *     the correction is heard. The correction goes to the loudspeakers that sounded any of it (also a part, also now), and not to
         *     those that an earlier correction reached, or is on its way to: a loudspeaker that says later that it sounded it is told by
         *     another correction. `not_known` of the answer are those of which nobody knows yet; it does not go to them. `zone_empty` when
         *     no loudspeaker is left to tell, `invalid_argument` for a drill, a test, and for the very announcement that was wrong. A
         *     correction may be corrected, too. What else is planned of the wrong announcement stays: withdraw that.
         *     It takes the right of broadcasting now to these loudspeakers; approvals, validity and hours are asked as for any broadcast.
         *     The same key with the same body gives the same correction again.
         */
        post: operations["correctBroadcast"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/broadcasts/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Phát lại: says it once more to the loudspeakers that missed it.
         * @description To those that sounded it in part or not at all and have not heard the same announcement since, nor are about to. Not where a person
         *     stopped it, and not where nobody knows (`unconfirmed`): it may have sounded there. `zone_empty` when nobody is known to have
         *     missed it, `invalid_argument` while it is not over, when it was corrected, for an emergency, a drill and a test, `version_conflict` when the announcement has another sound by now; the rule says which. `replay_to` of
         *     `getBroadcast` says beforehand whom it would reach. It takes the right of broadcasting now
         *     to these loudspeakers; approvals, validity and hours are asked as for any broadcast. The same key with the same body gives the
         *     same broadcast again.
         */
        post: operations["replayBroadcast"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/broadcasts/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /** How far it came at each node, with the highest evidence. */
        get: operations["listDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/broadcasts/{id}/monitor": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A copy of a live broadcast goes to a UDP port of the controller's own machine until it ends, and the answer is the key
         *     with which a standard receiver plays it (`villagectl monitor`). Only by the local port; one listener per broadcast, the
         *     last one. `not_found` when it is not on the air as a stream.
         */
        post: operations["monitorBroadcast"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/receipts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Signed receipts; `signed_bytes` is the envelope as received, for offline verification with `/trust`. */
        get: operations["listReceipts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** DỪNG. One broadcast, or everything sounding in an area; with an empty body everything in the caller's own areas. */
        post: operations["stop"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/emergency-templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What can be called, one by one, in the order of its tiles. */
        get: operations["listEmergencyTemplates"];
        put?: never;
        /**
         * One more emergency, by who may set hours; its sound is made for every hamlet and for the whole commune, and then it can be called.
         * @description `already_exists` for its code. `invalid_argument` names what is wrong (rules `slots`, `attention_longest`, `all_clear_longest`). A file
         *     of the commune that names the same code means this one.
         */
        post: operations["createEmergencyTemplate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/emergency-templates/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /** One of them. */
        get: operations["getEmergencyTemplate"];
        put?: never;
        post?: never;
        /** Nobody can call it any more. `emergency_on_air` while it was called and is not over. */
        delete: operations["removeEmergencyTemplate"];
        options?: never;
        head?: never;
        /** Other words, another siren, another place; what is left out stays. Until its sound is made again, what was made before warns. */
        patch: operations["editEmergencyTemplate"];
        trace?: never;
    };
    "/emergency/page-data": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All the emergency page shows, in one request; to be kept by the page for the night without a line. */
        get: operations["getEmergencyPage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/emergency/audio/{template}/{area}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The very sound the hamlet's loudspeakers hold (Ogg Opus). */
        get: operations["getEmergencyAudio"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/emergency/listen/{template}/{area}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The same sound for listening on the phone: MP3, or the Ogg Opus while the copy is missing, so that an officer whose phone
         *     plays that can listen at any time.
         */
        get: operations["getEmergencyListeningCopy"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/emergencies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The signed Intent. Its signature is the proof, no session is needed; the same `idempotency_key` gives the same broadcast
         *     again, so it may be sent as often as the line needs. An all-clear names what it `ends`. `expired` when `made_at` is off by more than 60 s: the problem's
         *     `server_time` says the time to sign with.
         */
        post: operations["startEmergency"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/emergencies/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * HỦY. State `cancelled`: nothing sounded. After the countdown it is a STOP and the state is `stopped`. Asks for no
         *     session: silence must be easy, and the broadcast's id is known only to who may see it.
         */
        post: operations["cancelEmergency"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/drills": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * One emergency of one hamlet, practised: its sentence once, without a siren, between "Đây là diễn tập" and "Vừa rồi là diễn
         *     tập". Never outside the hours of the hamlet (`outside_hours`, `quiet_hours`), and under everything that is important; the
         *     signer signs nothing as a drill but what was made for one. `not_ready` while its sound is being made,
         *     `emergency_on_air` while something warns there.
         */
        post: operations["startDrill"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/device-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Paired phones and browsers; one's own, or everybody's for an administrator. */
        get: operations["listDeviceKeys"];
        put?: never;
        /** Registers this device's public key for the signed-in person. */
        post: operations["pairDevice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/device-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["revokeDevice"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/operators": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listOperators"];
        put?: never;
        post: operations["createOperator"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/operators/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch: operations["editOperator"];
        trace?: never;
    };
    "/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who did what. */
        get: operations["listAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the WebSocket says, by polling every 5 s where a proxy blocks it. Without `since`, or after a gap, a snapshot. */
        get: operations["getState"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * WebSocket. The server sends `LiveMessage`s as text: `hello`, `snapshot`, then `delta`s whose `seq` rises by exactly one;
         *     after a gap the page sends `{"type":"snapshot"}` and gets a new one. Node changes are merged to one delta a second,
         *     others to one in 50 ms. A `ping` each 15 s is answered with `{"type":"pong"}`; 35 s without a word from the other side
         *     end the connection. A client that does not read fast enough loses its queue (64 messages) and gets a snapshot instead.
         */
        get: operations["live"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Id: string;
        NodeNumber: number;
        Hash: string;
        Time: {
            /** Format: date-time */
            server_time: string;
        };
        /**
         * @description Names of `scheduler/domain/error.hpp`; added to, never renamed.
         * @enum {string}
         */
        ErrorCode: "invalid_argument" | "not_found" | "already_exists" | "version_conflict" | "too_large" | "too_many_requests" | "idempotency_mismatch" | "not_authenticated" | "wrong_credentials" | "not_permitted" | "confirmation_needed" | "setup_already_done" | "setup_needed" | "zone_empty" | "node_unknown" | "schedule_in_past" | "recurrence_never_fires" | "recurrence_too_frequent" | "outside_allowed_hours" | "quiet_hours" | "too_long" | "not_approved" | "not_ready" | "emergency_on_air" | "expired" | "audio_unreadable" | "audio_empty" | "audio_silent" | "audio_truncated" | "audio_too_long" | "speech_failed" | "signature_invalid" | "key_unknown" | "key_revoked" | "out_of_scope" | "replayed" | "clock_untrusted" | "enrolment_code_wrong" | "certificate_foreign" | "malformed" | "unsupported_version" | "timed_out" | "unavailable" | "storage_failed" | "disk_full" | "database_newer" | "already_running" | "superseded" | "configuration_invalid" | "cancelled" | "internal";
        /** @description RFC 9457. `code`, `rule` and `fix` are what a program goes by, `words` what a person reads, `detail` one English sentence for the log. */
        Problem: {
            /** @constant */
            type: "about:blank";
            title: string;
            status: number;
            code: components["schemas"]["ErrorCode"];
            detail: string;
            fix: components["schemas"]["Fix"];
            words: components["schemas"]["RefusalWords"];
            /** @description JSON pointer to the value in the request body. */
            pointer?: string;
            /** Format: date-time */
            server_time: string;
            retry_after_s?: number;
            conflicts?: components["schemas"]["Conflicts"];
            rule?: components["schemas"]["BrokenRule"];
        };
        /**
         * @description The least that can be done about it. `confirmation_needed` also passes with a reason and `confirmed` (or `keep_both` for `conflicts`, or `confirmed` alone for `silence`), whatever `fix` says would spare it.
         * @enum {string}
         */
        Fix: "move_into_hours" | "choose_other_time" | "choose_other_days" | "choose_places" | "broadcast_anew" | "nothing_to_do" | "choose_other_name" | "choose_other_file" | "shorten" | "play_together" | "fewer_sessions" | "end_one_first" | "give_reason_and_confirm" | "give_reason" | "confirm" | "resolve_conflicts" | "change_schedule" | "send_for_approval" | "ask_second_person" | "ask_for_right" | "extend_validity" | "correct_input" | "reload" | "wait" | "try_again" | "start_again" | "sign_in" | "set_up" | "pair_again" | "call_technician";
        /** @description One or two sentences in each language, which rule, what was asked for and what to do. */
        RefusalWords: {
            /** @example Giờ yên tĩnh là 21:00-05:00; lượt này sẽ phát lúc 03:15. Hãy chọn giờ khác, hoặc nhờ lãnh đạo mở đợt cao điểm cho giờ này. */
            vi: string;
            en: string;
        };
        /** @description Words of the program's own. */
        BothLanguages: {
            vi: string;
            en: string;
        };
        /** @description Which rule of the commune is broken, the same in every language; `found` is what was asked for. */
        BrokenRule: {
            /**
             * @description Of HTTP itself: address (with `not_found`), no_pages, address_form, method (limit lists those the address takes), body_length (no Content-Length), content_type (limit is the one that is read), range (limit is the size), websocket, empty_piece; body_bytes, file_bytes and head_bytes (with `too_large`, limit in bytes); http, json (found is the byte) and json_depth (with `malformed`); live_pages (with `unavailable`); https, own_site and own_machine (with `not_permitted`). A right: right (found is the action, limit the roles that have it: `approver, editor`), role (limit), account_closed. Remarks: allowed_in_quiet (found lies in the quiet hours, limit), approvers (a rule asks for limit of them, and there are found; `by` says where), approvers_who_write (there are just enough, but one of them is an editor or a hamlet head, too: what that person writes is never approved), nothing_left_out (with `not_found`: the timing has no occurrence at found), validity_in_part (with `expired`: like validity, of the first of the coming times at which it does not hold). surge_window (with `quiet_hours`): found is from when to when it would play; longest_session in minutes, staggered_longest as "120 s"; staggered_kind: found is what is never staggered, programme, relay or stream; validity (with `expired`) is the announcement's own, local times with `..` for no limit; approvals (with `not_approved`) are counted, as is further_approval, of what was sent already; of acts on an approval: own_words, second_approver, telephone_policy (with `invalid_argument`: an approver presses himself), not_waiting (found is the state), already_sent, refused_for_good, words_missing, not_sent; lending_longest and surge_longest are in days, lending_period and surge_period end in the past or before they begin (found); borrower is neither editor nor approver; drill_hours: nothing opens others to a drill; second_person: outside the hours, and beyond the sessions of a day, two agree, one came; own_asking (with `not_permitted`) and nothing_to_agree refuse an agreement; sessions_per_day with `not_permitted`: this person brings no session more; silence: found is when nothing would be heard; allowed_hours with `not_permitted`: this person's right ends with them; telephone_a_day (with `not_permitted`) is counted. Without figures: nobody_missed_it, corrected, was_stopped, not_over and other_sound refuse a replay, as does replayed_kind (found is the kind) and not_known_yet (found names whose receipt is outstanding); nobody_sounded_it and corrects_itself refuse a correction. Hours that are saved: window is empty, commune_hours has to be wide enough for the rule named by `by`. An emergency template: slots (limit lists those that there are), attention_longest, signal_sound, signal_step and signal_longest in seconds, all_clear_longest in minutes. A programme: programme_scheduled is not removed, programme_longer (minutes); programme_day: it is not heard on the day found; item_key, item_twice, item_after_end, item_order and item_field name the item by its key, station (with `not_found`) one by its key. announcement (with `not_found`): the one found is not there. Bulletins of a day: bulletin_twice, bulletin_priority (of the announcement found), no_place_for_bulletins. Special days: special_day_wanted (limit is the day, found what is scheduled by it), special_day_name, special_day_date; special_day (with `not_found`) is one that a schedule names. occurrence (with `not_found`): the schedule has none at the moment found; schedule_ended (with `not_found`): it ended before, at limit; schedule_over (with `schedule_in_past`). Of another program's calendar file: calendar_file (it is none); by line: moment_only (neither a day nor a period), event_time, event_zone, event_length, event_start, event_cancelled, left_out_max (counted), utf_8, file_ends, events_only, calendar_line, first_taken, rule_of_exceptions (EXRULE), rules_refused (so many that the rest is not looked at), first_date (not one of the rule), left_out_nothing (EXDATE: the event has no occurrence at the moment found), change_of_nothing, changed_twice, change_from_here and change_of_title (RECURRENCE-ID). Of what a request holds: field_missing, field_unknown, field_length (characters), field_characters, field_number, field_items (entries), field_form (limit is an example that fits) and field_word; found is the field, a JSON pointer, a query parameter or a header. name (empty, too long, or of several lines), name_twice, node_twice; area and zone (with `not_found`) are gone. period: it ends before it begins, or lasts for more than limit days; too_many_sounds in it. Hours: day_twice and session_minutes (found is the rule). A schedule: times_missing, times_twice (the recurrence names its hours), lunar_days, lunar_months, repeats_twice (by the calendar and by the moon), wanted_one, reaction_twice (found is the special day or the kind), schedule_changes (counted); an edit of it: edit_occurrence, edit_moved, edit_timing, edit_leaves_all_out, edit_left_out, edit_of_nothing. validity_order: days of a schedule, local times of an announcement. A surge period: surge_windows, surge_sessions, surge_places, category. Approval: approval_steps; telephone_approver is not named, not there (`not_found`) or may not approve (`not_permitted`); approved_since. one_hamlet: an emergency is called for one hamlet or the whole commune, a drill for one hamlet. reason: an editor has to give one for the whole commune. nothing_to_say: neither file nor words. programme_length (minutes), programme_items (counted). corrected_kind: found is the kind. priority_ceiling and own_area (with `not_permitted`) end this person's right. An account: login, password (characters), roles. What has passed (with `schedule_in_past`; limit is now, on the commune's clock): moment_past, occurrence_begun, edited_alone (it was moved to a moment that is to come), programme_begun and day_past (found is the day). Of a recurrence: no_date (found is the rule) and all_left_out (from found on) never play; `recurrence` with `recurrence_too_frequent` repeats by hours or less, times_a_day is counted. Where it is heard: no_place (none was chosen), no_loudspeaker (found names the places), node (with `node_unknown`). With `not_ready`: no_audio, audio_pending (is being made), upload_incomplete (bytes), not_rendered (found is the place). With `emergency_on_air`: warned_here (found is the place), still_called (found is the tile). announcement_state (with `not_approved`): found is the state. Of an emergency: intent_life (with `expired`): made found ago, "-75 s" is ahead of the server; device_key (with `key_unknown` or `key_revoked`), device_owner, signature, account_closed (with `key_revoked`), emergency_template and emergency_over (with `not_found`). With `already_exists`: name_taken, paired_already. With `too_many_requests`: wrong_tries (found is how long to wait), open_broadcasts, unfinished_bytes (one person's uploads, in MB), unfinished_uploads, sign_ins_at_once and set_up_at_once. upload_offset (with `version_conflict`): the upload stands at limit, the piece begins at found. set_up_code (with `wrong_credentials`). Of a calendar file (with `too_large`): calendar_lines, calendar_events, calendar_depth. conflicts (with `confirmation_needed`): how many others it would meet.
             * @enum {string}
             */
            name: "address" | "no_pages" | "address_form" | "method" | "body_length" | "content_type" | "range" | "websocket" | "empty_piece" | "body_bytes" | "file_bytes" | "head_bytes" | "http" | "json" | "json_depth" | "live_pages" | "https" | "own_site" | "own_machine" | "right" | "role" | "account_closed" | "allowed_in_quiet" | "approvers" | "approvers_who_write" | "nothing_left_out" | "field_missing" | "field_unknown" | "field_length" | "field_characters" | "field_number" | "field_items" | "field_form" | "field_word" | "name" | "name_twice" | "node_twice" | "area" | "zone" | "day_twice" | "session_minutes" | "times_missing" | "times_twice" | "lunar_days" | "lunar_months" | "repeats_twice" | "wanted_one" | "reaction_twice" | "edit_occurrence" | "edit_moved" | "edit_timing" | "edit_leaves_all_out" | "edit_left_out" | "edit_of_nothing" | "schedule_changes" | "surge_windows" | "surge_sessions" | "surge_places" | "category" | "approval_steps" | "telephone_approver" | "approved_since" | "period" | "too_many_sounds" | "one_hamlet" | "reason" | "nothing_to_say" | "programme_length" | "programme_items" | "corrected_kind" | "calendar_file" | "signal_sound" | "signal_step" | "signal_longest" | "priority_ceiling" | "own_area" | "login" | "password" | "roles" | "kept_max" | "times_ascend" | "validity_order" | "no_audio" | "quiet_hours" | "surge_window" | "allowed_hours" | "test_hours" | "drill_hours" | "longest_session" | "sessions_per_day" | "staggered_longest" | "staggered_kind" | "validity" | "validity_in_part" | "approvals" | "further_approval" | "own_words" | "second_approver" | "telephone_policy" | "not_waiting" | "already_sent" | "refused_for_good" | "words_missing" | "not_sent" | "second_person" | "own_asking" | "nothing_to_agree" | "lending_longest" | "lending_period" | "lending_to_oneself" | "borrower" | "surge_longest" | "surge_period" | "silence" | "telephone_a_day" | "nobody_missed_it" | "not_known_yet" | "was_stopped" | "nobody_sounded_it" | "corrects_itself" | "corrected" | "not_over" | "replayed_kind" | "other_sound" | "window" | "commune_hours" | "slots" | "attention_longest" | "all_clear_longest" | "programme_scheduled" | "programme_longer" | "programme_day" | "item_key" | "item_twice" | "item_after_end" | "item_order" | "item_field" | "station" | "bulletin_twice" | "bulletin_priority" | "no_place_for_bulletins" | "special_day_wanted" | "special_day_name" | "special_day_date" | "special_day" | "occurrence" | "valid_until" | "recurrence" | "longest_count" | "furthest_start" | "time_zone" | "cancelled_schedule" | "moment_only" | "event_time" | "event_zone" | "event_length" | "event_start" | "event_cancelled" | "left_out_max" | "utf_8" | "file_ends" | "events_only" | "calendar_line" | "first_taken" | "rule_of_exceptions" | "rules_refused" | "first_date" | "left_out_nothing" | "change_of_nothing" | "changed_twice" | "change_from_here" | "change_of_title" | "schedule_ended" | "schedule_over" | "announcement" | "moment_past" | "occurrence_begun" | "edited_alone" | "programme_begun" | "day_past" | "no_date" | "all_left_out" | "times_a_day" | "no_place" | "no_loudspeaker" | "node" | "audio_pending" | "upload_incomplete" | "not_rendered" | "warned_here" | "still_called" | "announcement_state" | "intent_life" | "device_key" | "device_owner" | "signature" | "emergency_template" | "emergency_over" | "name_taken" | "paired_already" | "wrong_tries" | "open_broadcasts" | "unfinished_bytes" | "unfinished_uploads" | "upload_offset" | "sign_ins_at_once" | "set_up_at_once" | "set_up_code" | "calendar_lines" | "calendar_events" | "calendar_depth" | "conflicts";
            /** @example 05:30-06:30, 17:00-18:00 */
            limit: string;
            /** @example 03:15 */
            found: string;
            /**
             * @description The name of the hours rule that says so, `HoursRule`; absent where the commune's own hours do. With `approvers` and `approvers_who_write` the places.
             * @example Thôn Bến, chủ nhật
             */
            by?: string;
        };
        /** @description In the answer to who saves it, and where it is previewed: what is to be said of it and refuses nothing. Absent where nothing is. `allowed_in_quiet`, `approvers` and `approvers_who_write` of rules, `nothing_left_out` of a timing, `validity_in_part` where a schedule is previewed. */
        Remarks: components["schemas"]["ErrorValue"][];
        ErrorValue: {
            code: components["schemas"]["ErrorCode"];
            detail: string;
            fix: components["schemas"]["Fix"];
            words: components["schemas"]["RefusalWords"];
            rule?: components["schemas"]["BrokenRule"];
        };
        Health: {
            well: boolean;
            /** @description Empty for whoever is neither signed in nor on the controller's own machine. */
            parts: {
                name: string;
                well: boolean;
                /** @description One English sentence for the technician. */
                detail: string;
                /** @description What is wrong and what to do, of what is not well. */
                words?: components["schemas"]["BothLanguages"];
            }[];
            /** Format: date-time */
            server_time: string;
        };
        Trust: {
            device_ca_pem: string;
            /** @description Ed25519 public key, 32 bytes. */
            broadcast_root: string;
            delegations: string[];
            /** @description Every device there ever was, in order of enrolment; one that was replaced is revoked. */
            nodes: {
                number: components["schemas"]["NodeNumber"];
                certificate_pem: string;
                receipt_key: string;
                /** Format: date-time */
                enrolled_at: string;
                /** Format: date-time */
                revoked_at?: string;
            }[];
        };
        SetupState: {
            needed: boolean;
            /** @description Once there is one; for the sign-in page. */
            commune_name?: string;
            station_name?: string;
            duty_phone?: string;
            /** Format: date-time */
            server_time: string;
        };
        SetupCode: {
            code: string;
        };
        SetupRequest: {
            code: string;
            login: components["schemas"]["Login"];
            password: components["schemas"]["NewPassword"];
            /** @description Position: "Công chức văn hóa". */
            title?: string;
            commune: {
                /** @enum {string} */
                unit: "xã" | "phường" | "đặc khu";
                name: string;
                province: {
                    /** @enum {string} */
                    unit: "tỉnh" | "thành phố";
                    name: string;
                };
                /** @description Absent: "Đài truyền thanh" with unit and name. */
                station_name?: string;
                duty_phone?: string;
            };
            hours?: components["schemas"]["Hours"];
        };
        Login: string;
        NewPassword: string;
        Credentials: {
            login: string;
            password: string;
        };
        Session: {
            operator: components["schemas"]["Operator"];
            /**
             * Format: date-time
             * @description Absolute end; given when signing in.
             */
            expires_at?: string;
            /** Format: date-time */
            server_time: string;
        };
        /** @enum {string} */
        Role: "administrator" | "approver" | "editor" | "hamlet_head" | "viewer";
        Operator: {
            id: components["schemas"]["Id"];
            login: string;
            /** @description Position, never a person's name. */
            title: string;
            roles: components["schemas"]["Role"][];
            areas: components["schemas"]["Id"][];
            active: boolean;
            version: number;
        };
        NewOperator: {
            login: components["schemas"]["Login"];
            password: components["schemas"]["NewPassword"];
            title?: string;
            roles: components["schemas"]["Role"][];
            areas: components["schemas"]["Id"][];
        };
        OperatorEdit: {
            password?: components["schemas"]["NewPassword"];
            title?: string;
            roles?: components["schemas"]["Role"][];
            areas?: components["schemas"]["Id"][];
            active?: boolean;
        };
        DeviceKey: {
            id: components["schemas"]["Id"];
            owner: components["schemas"]["Id"];
            name: string;
            public_key: string;
            /** Format: date-time */
            registered_at: string;
            /** Format: date-time */
            last_seen_at?: string;
            /** Format: date-time */
            revoked_at?: string;
        };
        NewDeviceKey: {
            name: string;
            /** @description Raw P-256 point, 65 bytes (WebCrypto export "raw"), standard base64. */
            public_key: string;
        };
        AuditEntry: {
            /** Format: date-time */
            at: string;
            who: string;
            action: string;
            subject: string;
            detail: string;
        };
        /** @description Local wall clock of the commune. */
        ClockTime: string;
        /** @description From inclusive, to exclusive; `to` before `from` passes midnight. */
        HourWindow: {
            from: components["schemas"]["ClockTime"];
            to: components["schemas"]["ClockTime"];
        };
        Hours: {
            allowed: components["schemas"]["HourWindow"][];
            quiet: components["schemas"]["HourWindow"];
            longest_session_minutes: number;
            /**
             * @description A schedule that would bring a loudspeaker more of them on one day needs a reason and a confirmation, as outside the hours. What
             *     begins in one window of the allowed hours is one session; outside of them, what follows within 15 min.
             */
            sessions_per_day: number;
            /** @description When loudspeakers may test themselves audibly: on Monday to Friday, never on a public holiday nor in quiet hours. Left out of a request, what holds stays. */
            tests?: components["schemas"]["HourWindow"][];
        };
        HoursEdit: {
            allowed?: components["schemas"]["HourWindow"][];
            /** @description From and to the same: none. */
            quiet?: components["schemas"]["HourWindow"];
            longest_session_minutes?: number;
            sessions_per_day?: number;
            tests?: components["schemas"]["HourWindow"][];
        };
        KeptHours: {
            allowed: components["schemas"]["HourWindow"][];
            quiet: components["schemas"]["HourWindow"];
            longest_session_minutes: number;
            sessions_per_day: number;
            tests: components["schemas"]["HourWindow"][];
            version: number;
            /** @description In the answer to a change: what of the coming fourteen days falls away or is cut by it and was not before; of each schedule the first, with every loudspeaker that loses it. Absent where so much is planned that it is not known. */
            falls_away?: components["schemas"]["Foreseen"][];
            remarks?: components["schemas"]["Remarks"];
        };
        SirenStep: {
            /** @enum {string} */
            sound: "tone" | "siren" | "gap";
            /** @description Above 0. */
            seconds: number;
        };
        EmergencyTemplate: {
            id: components["schemas"]["Id"];
            /** @description As in the commune's file. */
            code: string;
            /** @description The words on the button. */
            tile: string;
            icon: string;
            /** @description What is said, with the slots {issuer} {hamlet} {assembly_point} {duty_phone} {commune}. */
            text: string;
            /** @description Before the first word, at most 6.5 s in all. */
            attention: components["schemas"]["SirenStep"][];
            /** @description After the words, at most 600 s in all. */
            siren: components["schemas"]["SirenStep"][];
            repeat_every_s: number;
            max_minutes: number;
            tile_order: number;
            all_clear: boolean;
            version: number;
        };
        NewEmergencyTemplate: {
            code: string;
            tile: string;
            icon?: string;
            text: string;
            attention?: components["schemas"]["SirenStep"][];
            siren?: components["schemas"]["SirenStep"][];
            /** @description 150 if it is not there. */
            repeat_every_s?: number;
            /** @description 30 if it is not there; of an all-clear 10, and never more. */
            max_minutes?: number;
            /** @description The last one if it is not there. */
            tile_order?: number;
            /** @description Hết nguy hiểm: for good; it is no emergency, and no emergency becomes one. */
            all_clear?: boolean;
        };
        EmergencyTemplateEdit: {
            tile?: string;
            icon?: string;
            text?: string;
            attention?: components["schemas"]["SirenStep"][];
            siren?: components["schemas"]["SirenStep"][];
            repeat_every_s?: number;
            max_minutes?: number;
            tile_order?: number;
        };
        /**
         * @description Hours of some hamlets or kinds of day. They only narrow the commune's own: `allowed` lies inside those, `quiet` comes to the quiet
         *     hours, of the limits the smaller one holds. Where several rules hold, each narrows. With no weekday and no kind it holds every day.
         */
        HoursRule: {
            /** @description No two have the same: "Thôn Bến, chủ nhật". A refusal names it. */
            name: string;
            /** @description Where, with everything below; empty: the whole commune. */
            areas?: components["schemas"]["Id"][];
            /** @description 1: Monday ... 7: Sunday. */
            weekdays?: number[];
            /** @description On special days of these kinds. */
            kinds?: components["schemas"]["DayKind"][];
            /** @description Only these of the commune's own; an empty list is silence. Left out: all of them. */
            allowed?: components["schemas"]["HourWindow"][];
            quiet?: components["schemas"]["HourWindow"][];
            longest_session_minutes?: number;
            sessions_per_day?: number;
        };
        HoursRules: {
            rules: components["schemas"]["HoursRule"][];
            version: number;
            /** @description In the answer to a change: what of the coming fourteen days falls away or is cut by it and was not before; of each schedule the first, with every loudspeaker that loses it. Absent where so much is planned that it is not known. */
            falls_away?: components["schemas"]["Foreseen"][];
            remarks?: components["schemas"]["Remarks"];
        };
        HoursRulesEdit: {
            rules: components["schemas"]["HoursRule"][];
        };
        Commune: {
            id: components["schemas"]["Id"];
            name: string;
            station_name: string;
            time_zone: string;
            duty_phone?: string;
            hours: components["schemas"]["Hours"];
        };
        /** @description WGS 84 degrees. */
        GeoPoint: {
            latitude: number;
            longitude: number;
        };
        Area: {
            id: components["schemas"]["Id"];
            parent?: components["schemas"]["Id"];
            /** @enum {string} */
            kind: "province" | "commune" | "hamlet";
            unit: string;
            name: string;
            full_name: string;
            assembly_point: string;
            center: components["schemas"]["GeoPoint"];
            version: number;
        };
        /** @description A hamlet of this commune. */
        NewArea: {
            unit: string;
            name: string;
            /** @description Absent: unit and name. */
            full_name?: string;
            assembly_point?: string;
            center?: components["schemas"]["GeoPoint"];
        };
        AreaEdit: {
            unit?: string;
            name?: string;
            full_name?: string;
            assembly_point?: string;
            center?: components["schemas"]["GeoPoint"];
        };
        Zone: {
            id: components["schemas"]["Id"];
            name: string;
            areas: components["schemas"]["Id"][];
            nodes: components["schemas"]["Id"][];
            version: number;
        };
        NewZone: {
            name: string;
            areas?: components["schemas"]["Id"][];
            nodes?: components["schemas"]["Id"][];
        };
        ZoneEdit: {
            name?: string;
            areas?: components["schemas"]["Id"][];
            nodes?: components["schemas"]["Id"][];
        };
        /**
         * @description Percent of full scale: by day (05:00 to 18:00), in the evening (18:00 to 05:00) and for emergencies at any hour. Connected
         *     loudspeakers follow a change at once, the others when they join. 0 is silence, but for emergencies.
         */
        Volume: {
            day: number;
            evening: number;
            emergency: number;
        };
        Node: {
            id: components["schemas"]["Id"];
            number: components["schemas"]["NodeNumber"];
            hamlet: components["schemas"]["Id"];
            name: string;
            device_code: string;
            link: string;
            position: components["schemas"]["GeoPoint"];
            volume: components["schemas"]["Volume"];
            start_delay_ms: number;
            echo_group: components["schemas"]["EchoGroup"];
            /** @enum {string} */
            stage: "expected" | "enrolled" | "revoked";
            version: number;
            condition: components["schemas"]["NodeCondition"];
        };
        NewNode: {
            number: components["schemas"]["NodeNumber"];
            hamlet: components["schemas"]["Id"];
            name: string;
            device_code?: string;
            /** @enum {string} */
            link?: "4g" | "fibre";
            position?: components["schemas"]["GeoPoint"];
            volume?: components["schemas"]["Volume"];
            start_delay_ms?: number;
            echo_group?: components["schemas"]["EchoGroup"];
        };
        NodeEdit: {
            hamlet?: components["schemas"]["Id"];
            name?: string;
            device_code?: string;
            /** @enum {string} */
            link?: "4g" | "fibre";
            position?: components["schemas"]["GeoPoint"];
            volume?: components["schemas"]["Volume"];
            start_delay_ms?: number;
            echo_group?: components["schemas"]["EchoGroup"];
        };
        /** @description Which pass of a staggered broadcast it plays; groups that are not among its targets leave no gap. */
        EchoGroup: number;
        EchoGroups: {
            nodes: {
                node: components["schemas"]["Id"];
                group: components["schemas"]["EchoGroup"];
                /** @description The one that was read. */
                version: number;
            }[];
        };
        EchoProposal: {
            distance_m: number;
            /** @description How many are needed. */
            groups: number;
            /** @description Every cluster whose place is known and whose device was not revoked. */
            nodes: {
                node: components["schemas"]["Id"];
                number: components["schemas"]["NodeNumber"];
                name: string;
                version: number;
                now: components["schemas"]["EchoGroup"];
                proposed: components["schemas"]["EchoGroup"];
            }[];
            /** @description Neighbours that 4 groups cannot part, the nearest first; the worst of them is as far apart as it can be. */
            still_echo: {
                a: components["schemas"]["EchoNeighbour"];
                b: components["schemas"]["EchoNeighbour"];
                distance_m: number;
            }[];
            without_position: components["schemas"]["EchoNeighbour"][];
        };
        EchoNeighbour: {
            node: components["schemas"]["Id"];
            number: components["schemas"]["NodeNumber"];
            name: string;
        };
        NodeCondition: {
            number: components["schemas"]["NodeNumber"];
            connected: boolean;
            /**
             * Format: date-time
             * @description Connected, or silent, since.
             */
            since: string;
            /** Format: date-time */
            last_seen_at?: string;
            playing?: components["schemas"]["Id"];
            clock_trusted: boolean;
            round_trip_ms: number;
            software: string;
            /** @description Of content_wanted pieces of audio how many lie in its cache. */
            content_ready: number;
            content_wanted: number;
            /** @description A device waits for its words to be compared. */
            enrolment?: {
                six_words: string;
                device_facts: string;
            };
        };
        EnrolmentCode: {
            node: components["schemas"]["Id"];
            code: string;
            qr_payload: string;
            /** Format: date-time */
            expires_at: string;
        };
        CommuneFile: {
            commune: {
                unit: string;
                name: string;
                province?: {
                    unit: string;
                    name: string;
                };
                time_zone?: string;
                station_name?: string;
                phones?: {
                    duty_officer?: string;
                };
                policy?: {
                    allowed_windows?: components["schemas"]["ClockTime"][][];
                    quiet?: components["schemas"]["ClockTime"][];
                    max_session_minutes?: number;
                    max_sessions_per_day?: number;
                    /** @description When a loudspeaker may test itself audibly. */
                    test_windows?: components["schemas"]["ClockTime"][][];
                };
            };
            hamlets: {
                id: string;
                unit: string;
                name: string;
                full_name?: string;
                center?: components["schemas"]["Position"];
                assembly_point?: string;
            }[];
            nodes: {
                id: string;
                number: components["schemas"]["NodeNumber"];
                hamlet: string;
                name: string;
                device_code?: string;
                link?: string;
                position?: components["schemas"]["Position"];
                volume?: components["schemas"]["Volume"];
                start_delay_ms?: number;
                /** @description `echo_group` in the API; absent: as it was. */
                echo_pass?: number;
            }[];
            zones?: {
                id: string;
                name: string;
                hamlets?: string[];
                nodes?: string[];
            }[];
            sirens?: {
                id: string;
                /** @description [sound, seconds] pairs. */
                pattern: unknown[][];
            }[];
            emergency_templates?: {
                id: string;
                tile: string;
                icon?: string;
                attention?: string;
                siren?: string;
                text: string;
                repeat_every_seconds?: number;
                max_minutes?: number;
                all_clear?: boolean;
            }[];
            emergency_tile_order?: string[];
        };
        /** @description Latitude, longitude. */
        Position: number[];
        ImportResult: {
            commune: components["schemas"]["Id"];
            hamlets: number;
            nodes: number;
            zones: number;
            templates: number;
        };
        /** @enum {string} */
        Priority: "background" | "normal" | "priority" | "live" | "emergency";
        /**
         * @description What it does when something more important takes the loudspeaker: goes on afterwards, begins again, is over, or goes on
         *     meanwhile, 20 dB quieter, beneath what interrupts it. An emergency and an all-clear are heard alone: then it resumes.
         * @enum {string}
         */
        WhenInterrupted: "resume" | "restart" | "drop" | "duck";
        /** @enum {string} */
        AnnouncementState: "draft" | "waiting" | "approved" | "archived" | "returned" | "rejected" | "withdrawn" | "expired";
        /** @enum {string} */
        AnnouncementSource: "file" | "text" | "microphone" | "relay";
        Announcement: {
            id: components["schemas"]["Id"];
            title: string;
            category: string;
            priority: components["schemas"]["Priority"];
            source: components["schemas"]["AnnouncementSource"];
            text: string;
            /** @description Căn cứ: number and date of the document it rests on. */
            basis: string;
            validity?: components["schemas"]["Validity"];
            /** @description All of it is music: it falls away in mourning. */
            music: boolean;
            state: components["schemas"]["AnnouncementState"];
            /** @enum {string} */
            audio: "none" | "processing" | "ready" | "failed";
            content?: components["schemas"]["AudioContent"];
            /** @description Why the last sound could not be made. Where there was one before, that stays, and `audio` is `ready`. */
            audio_error?: components["schemas"]["ErrorValue"];
            consents: components["schemas"]["Consent"][];
            /** @description Why it was returned or refused, or that the leader in whose name a consent by telephone was written down denied it. */
            remark: string;
            /** @description Where no person wrote the remark. */
            remark_words?: components["schemas"]["BothLanguages"];
            created_by: components["schemas"]["Id"];
            /** Format: date-time */
            created_at: string;
            version: number;
        };
        /**
         * @description From when until when it holds, by the document it is based on (`until` is the first moment at which it does not); a side that is
         *     not there has no limit. It sounds only where it holds from the beginning of the sound to its end, in a programme from the
         *     beginning of the programme to its end. An edit says all of it: `{}` takes both limits away. Making it hold longer is a change of
         *     what was approved, and waits for an approval again; making it shorter takes the right of withdrawing it, and takes back what is
         *     planned outside of it at once: for a schedule that day is then over, though it be made longer again. After `until` its state is
         *     `expired`, and it cannot be sent for approval before its validity was changed.
         */
        Validity: {
            /** Format: date-time */
            from?: string;
            /** Format: date-time */
            until?: string;
        };
        AudioContent: {
            hash: components["schemas"]["Hash"];
            size_bytes: number;
            duration_ms: number;
            loudness_lufs: number;
            true_peak_dbtp: number;
        };
        NewAnnouncement: {
            title: string;
            source: components["schemas"]["AnnouncementSource"];
            category?: string;
            priority?: components["schemas"]["Priority"];
            text?: string;
            basis?: string;
            validity?: components["schemas"]["Validity"];
            music?: boolean;
        };
        AnnouncementEdit: {
            title?: string;
            category?: string;
            priority?: components["schemas"]["Priority"];
            text?: string;
            basis?: string;
            validity?: components["schemas"]["Validity"];
            music?: boolean;
            state?: components["schemas"]["AnnouncementState"];
        };
        /** @description One approver's consent to the words and the sound as they are now. */
        Consent: {
            approver: components["schemas"]["Id"];
            /** @description The approver, to whom he lent his right, or who wrote down what he said by telephone. */
            given_by: components["schemas"]["Id"];
            by_telephone: boolean;
            /** @description How far it reaches. An announcement that is approved in a part of its places may be approved further. */
            areas: components["schemas"]["Id"][];
            /** Format: date-time */
            at: string;
        };
        ApprovalAct: {
            /** @enum {string} */
            act: "submit" | "approve" | "agree_by_telephone" | "return" | "reject" | "withdraw";
            /** @description Why it is returned or refused. */
            words?: string;
            /** @description Who agreed by telephone. */
            approver?: components["schemas"]["Id"];
        };
        AwaitingApproval: {
            announcement: components["schemas"]["Announcement"];
            /** @description On which it is heard or held back. */
            days: components["schemas"]["LocalDay"][];
            /** @description Why this person may not approve it. */
            refusal?: components["schemas"]["ErrorValue"];
        };
        NewProgrammeApproval: {
            from: components["schemas"]["LocalDay"];
            /** @description Included; seven days at most. */
            to: components["schemas"]["LocalDay"];
            seen: {
                announcement: components["schemas"]["Id"];
                version: number;
            }[];
            /** @description Written down in the audit log. */
            remark?: string;
        };
        ProgrammeApproval: {
            /** @description Where two approvals are asked for, one may still be missing: see `state`. */
            approved: components["schemas"]["Announcement"][];
            left: {
                announcement: components["schemas"]["Id"];
                title: string;
                refusal: components["schemas"]["ErrorValue"];
            }[];
        };
        UnseenConsent: {
            announcement: components["schemas"]["Id"];
            /** @description As it is now. */
            title: string;
            /** @description Who wrote it down. */
            given_by: components["schemas"]["Id"];
            /** Format: date-time */
            at: string;
            /** @description The announcement still rests on it. */
            stands: boolean;
        };
        SeenConsents: {
            /**
             * Format: date-time
             * @description `at` of the newest one that he was shown.
             */
            last: string;
        };
        /** @description Every condition has to fit; one that is absent or empty fits everything. */
        ApprovalRule: {
            from_priority?: components["schemas"]["Priority"];
            categories?: string[];
            areas?: components["schemas"]["Id"][];
            /** @description What sounds outside the commune's allowed hours. */
            only_outside_hours?: boolean;
            /** @description How many approvers, neither of them an author. */
            steps: number;
            /** @description One of them may agree by telephone, inside the allowed hours. */
            by_telephone?: boolean;
        };
        /** @description The first rule that fits decides, hamlet by hamlet; where none does, nobody is asked. */
        ApprovalPolicy: {
            rules: components["schemas"]["ApprovalRule"][];
            second_person_outside_hours: components["schemas"]["SecondPersonOutsideHours"];
            version: number;
            /** @description In the answer to a change: what of the coming fourteen days is held back by it and was not before; of each schedule the first. What is on the calendar already stays there. Absent where so much is planned that it is not known. */
            falls_away?: components["schemas"]["Foreseen"][];
            remarks?: components["schemas"]["Remarks"];
        };
        /** @description What is planned outside the allowed hours waits until another person than who asked for it agrees (`agreeToSchedule`), and nothing is broadcast there without a schedule. Left out: as it is. */
        SecondPersonOutsideHours: boolean;
        ApprovalPolicyEdit: {
            rules: components["schemas"]["ApprovalRule"][];
            second_person_outside_hours?: components["schemas"]["SecondPersonOutsideHours"];
        };
        Delegation: {
            id: components["schemas"]["Id"];
            lender: components["schemas"]["Id"];
            borrower: components["schemas"]["Id"];
            /** Format: date-time */
            from: string;
            /** Format: date-time */
            until: string;
            /** Format: date-time */
            ended_at?: string;
        };
        NewDelegation: {
            borrower: components["schemas"]["Id"];
            /** Format: date-time */
            from: string;
            /** Format: date-time */
            until: string;
        };
        SurgePeriod: {
            id: components["schemas"]["Id"];
            name: string;
            /** Format: date-time */
            from: string;
            /** Format: date-time */
            until: string;
            windows: components["schemas"]["HourWindow"][];
            /** @description The windows hold even where they lie in the quiet hours, for what lies wholly in them. */
            in_quiet_hours: boolean;
            /** @description More than the commune's own number. */
            sessions_per_day: number;
            /** @description This one and those above it. */
            from_priority: components["schemas"]["Priority"];
            /** @description Empty: all. */
            categories: string[];
            areas: components["schemas"]["Id"][];
            approved_by: components["schemas"]["Id"];
            /** Format: date-time */
            approved_at: string;
            /**
             * Format: date-time
             * @description Ended by a person before its time.
             */
            ended_at?: string;
        };
        NewSurgePeriod: {
            name: string;
            /** Format: date-time */
            from: string;
            /** Format: date-time */
            until: string;
            windows: components["schemas"]["HourWindow"][];
            in_quiet_hours?: boolean;
            sessions_per_day?: number;
            from_priority?: components["schemas"]["Priority"];
            categories?: string[];
            areas: components["schemas"]["Id"][];
        };
        PrepareRequest: {
            upload?: components["schemas"]["Id"];
        };
        JobReference: {
            job: components["schemas"]["Id"];
        };
        Peaks: {
            duration_ms: number;
            peaks: number[];
        };
        NewUpload: {
            size_bytes: number;
            name?: string;
        };
        Upload: {
            id: components["schemas"]["Id"];
            size_bytes: number;
            offset: number;
            piece_bytes_max: number;
        };
        Job: {
            id: components["schemas"]["Id"];
            /** @description prepare_file, prepare_text, render_template, listening_copy. */
            kind: string;
            /** @description Id of what it works for; of a listening_copy the sound's hash. */
            subject: string;
            /** @enum {string} */
            state: "waiting" | "running" | "done" | "failed" | "cancelled";
            percent: number;
            /** @description decoding, levelling, encoding, speaking. */
            step: string;
            error?: components["schemas"]["ErrorValue"];
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            changed_at: string;
        };
        /** @description The union of areas, zones and single nodes. */
        Targets: {
            areas?: components["schemas"]["Id"][];
            zones?: components["schemas"]["Id"][];
            nodes?: components["schemas"]["Id"][];
        };
        /** @description On the wall clock of the schedule. */
        LocalTime: string;
        /** @description The first and the last day on which it sounds, both included, whatever else gives a moment. */
        LocalDay: string;
        /** @description Single moments: `also_on` sounds besides, `not_on` falls away whatever gave it. */
        LocalTimes: components["schemas"]["LocalTime"][];
        /** @description More times of each day that the rule gives, ascending and after that of `local_start`. Not beside BYHOUR or BYMINUTE. */
        AlsoAt: string[];
        /** @description Days of the Vietnamese lunar calendar, instead of an RRULE. */
        LunarRule: {
            days: number[];
            /** @description Empty or left out for every month. */
            months?: number[];
            /**
             * @description Left out of a request: counted without `months`, else left out.
             * @enum {string}
             */
            leap_month?: "left_out" | "counted";
            /**
             * @description What becomes of day 30 in a month of 29 days; last_day unless said otherwise.
             * @enum {string}
             */
            short_month?: "last_day" | "left_out";
        };
        Schedule: {
            id: components["schemas"]["Id"];
            /** @description Or a programme. */
            announcement?: components["schemas"]["Id"];
            programme?: components["schemas"]["Id"];
            targets: components["schemas"]["Targets"];
            priority: components["schemas"]["Priority"];
            when_interrupted: components["schemas"]["WhenInterrupted"];
            /** @description First start on the wall clock of time_zone: 2026-11-23T05:30:00. */
            local_start: string;
            time_zone: string;
            /** @description RFC 5545 RRULE without "RRULE:"; empty for once and with `lunar`. */
            recurrence: string;
            lunar?: components["schemas"]["LunarRule"];
            also_at?: components["schemas"]["AlsoAt"];
            also_on?: components["schemas"]["LocalTimes"];
            not_on?: components["schemas"]["LocalTimes"];
            valid_from?: components["schemas"]["LocalDay"];
            valid_until?: components["schemas"]["LocalDay"];
            /** @description Single occurrences that are moved or want something else. */
            changes?: {
                /** Format: date-time */
                original: string;
                /** Format: date-time */
                moved_to?: string;
                wanted?: components["schemas"]["Wanted"];
            }[];
            /** @description What held before an edit from one occurrence on, each part until the next begins, the last until what the schedule itself says. */
            earlier?: {
                /** Format: date-time */
                until: string;
                timing: components["schemas"]["Timing"];
                wanted: components["schemas"]["Wanted"];
            }[];
            /** @description Who asked for what an edit touched (edition 0 is how it was made), why a day of it may have more sessions than is allowed, and which other person agreed to that, or to it outside the hours. */
            askings: {
                edition: number;
                by: components["schemas"]["Id"];
                agreed_by?: components["schemas"]["Id"];
                sessions_reason?: string;
            }[];
            /**
             * Format: date-time
             * @description Nothing that was planned for this moment or later sounds.
             */
            ends?: string;
            start_grace_s: number;
            outside_hours_reason: string;
            on_special_days: components["schemas"]["DayReactions"];
            staggered: boolean;
            /** @enum {string} */
            state: "active" | "cancelled";
            remarks?: components["schemas"]["Remarks"];
            created_by: components["schemas"]["Id"];
            /** Format: date-time */
            created_at: string;
            version: number;
        };
        /**
         * @description bulletins: those put in for the day; a second such item reads them again. column: another one on each weekday. relay: another station's stream.
         * @enum {string}
         */
        ItemKind: "signature" | "greeting" | "bulletins" | "column" | "music" | "relay";
        Relay: {
            key: string;
        };
        WeekdayColumn: {
            title?: string;
            announcement?: components["schemas"]["Id"];
        };
        ProgrammeItem: {
            /** @description Its own in the programme and for good: what it becomes each day is known by it. */
            key: string;
            kind: components["schemas"]["ItemKind"];
            title: string;
            /** @description Absent: true. In the presets anthem, exercise and marches are switched off. */
            is_on?: boolean;
            /** @description Begins exactly so long after the programme; absent: after the item before. */
            at_s?: number;
            /** @description No longer than this; absent: as long as it is, or as there is room. */
            length_s?: number;
            /**
             * @description When it is longer than its place; finish: it is heard to its end, over its own length where there is room before the next fixed item, or left out. Absent: cut.
             * @enum {string}
             */
            overrun?: "cut" | "finish" | "fade";
            /** @description Absent: not chosen yet. Bulletins and relays have none; of a column it is that of weekdays without one. */
            announcement?: components["schemas"]["Id"];
            /** @description Heard instead when it is missing, does not fit, or its stream is dead. */
            fallback?: components["schemas"]["Id"];
            /** @description Of a relay: the key of its station, one of GET /relays. Absent: not chosen yet. */
            relay?: string;
            /** @description Of a column, Monday first. */
            on_weekday?: components["schemas"]["WeekdayColumn"][];
        };
        ProgrammeContent: {
            name: string;
            /** @description The hard end: nothing sounds after it. */
            length_s: number;
            items: components["schemas"]["ProgrammeItem"][];
            /** @description Music for every gap: with it, never more than 10 s of silence. */
            filler?: components["schemas"]["Id"];
        };
        ProgrammeEdit: {
            name: string;
            /** @description The hard end: nothing sounds after it. */
            length_s: number;
            items: components["schemas"]["ProgrammeItem"][];
            /** @description Music for every gap: with it, never more than 10 s of silence. */
            filler?: components["schemas"]["Id"];
            /** @description Silent for longer than it was. */
            confirmed?: boolean;
        };
        Programme: {
            id: components["schemas"]["Id"];
            name: string;
            length_s: number;
            items: components["schemas"]["ProgrammeItem"][];
            filler?: components["schemas"]["Id"];
            version: number;
        };
        ProgrammePreset: {
            /** @description Of the preset; those of one name belong together. */
            name: string;
            /** @description When it usually begins. */
            time_of_day: string;
            programme: components["schemas"]["ProgrammeContent"];
        };
        DayBulletin: {
            announcement: components["schemas"]["Id"];
            /**
             * @description Absent: normal.
             * @enum {string}
             */
            priority?: "background" | "normal" | "priority";
        };
        DayBulletinsEdit: {
            /** @description Each announcement once. */
            bulletins: components["schemas"]["DayBulletin"][];
        };
        DayBulletins: {
            bulletins: components["schemas"]["DayBulletin"][];
            version: number;
        };
        HeardPiece: {
            /** @description Its own on this day. */
            key: string;
            kind: components["schemas"]["ItemKind"];
            /** @description Of its item, of a column that of the day; empty: music that fills a gap. */
            title: string;
            /** @description After the beginning of the programme. */
            offset_ms: number;
            length_ms: number;
            /** @description Before it is cut. */
            fade_out_ms: number;
            /** @description Absent: a relay. */
            announcement?: components["schemas"]["Id"];
            /** @description Heard instead where it is missing, or its stream is dead. */
            fallback?: components["schemas"]["Id"];
            note?: components["schemas"]["SoundNote"];
        };
        /**
         * @description Of what sounds. `earlier_version`: its announcement was changed since it was planned, and is heard as it was approved until
         *     what it is now is approved, too.
         */
        SoundNote: {
            /** @enum {string} */
            name: "earlier_version";
            words: components["schemas"]["BothLanguages"];
        };
        LeftOutItem: {
            /** @description Of the item; empty for the music for gaps. */
            key: string;
            /** @description The item's own, or its fallback. */
            announcement?: components["schemas"]["Id"];
            /**
             * @description special_day: music in mourning. not_approved: not for its moment and its places; without an announcement it is a relay that the rules of approval hold back.
             * @enum {string}
             */
            reason: "switched_off" | "not_chosen" | "not_today" | "not_found" | "not_ready" | "not_approved" | "over" | "special_day" | "no_relay" | "no_room";
            reason_words?: components["schemas"]["BothLanguages"];
            /** @description How much room it would have needed; 0: nobody knows. */
            length_ms: number;
            /** @description This is heard instead. */
            replaced_by?: components["schemas"]["Id"];
            /** @description The special day because of which it falls away, as `name` of `Foreseen`'s `in_the_way`. */
            special_day?: string;
            special_day_words?: components["schemas"]["BothLanguages"];
        };
        ProgrammePreview: {
            /** Format: date */
            day: string;
            /** @description When it begins on this day, and the rest is this; empty: no schedule lets it be heard then, and the rest is what it would be. */
            starts: string[];
            heard: components["schemas"]["HeardPiece"][];
            left_out: components["schemas"]["LeftOutItem"][];
            /** @description How full the place of the bulletins is. */
            rooms: {
                key: string;
                used_ms: number;
                left_ms: number;
            }[];
            /** @description Longer than 10 s, because there is no music for gaps, or it falls away on a special day there or in some of the places; and all of a programme of which nothing but music for gaps is left, since it does not begin. */
            silences: {
                from_ms: number;
                to_ms: number;
            }[];
            /** @description Until the end of the last piece. */
            total_ms: number;
            /** @description The times of this day at which something else of it is heard or left out: another hour, other places, another approval. Absent: it is alike at all of them. */
            at_other_times?: components["schemas"]["ProgrammePreview"][];
        };
        NewSchedule: {
            /** @description Or a programme; exactly one of them. */
            announcement?: components["schemas"]["Id"];
            programme?: components["schemas"]["Id"];
            targets: components["schemas"]["Targets"];
            priority?: components["schemas"]["Priority"];
            when_interrupted?: components["schemas"]["WhenInterrupted"];
            local_start: components["schemas"]["LocalTime"];
            /** @description The commune's own; any other is refused. */
            time_zone?: string;
            /** @description Not beside `lunar`. */
            recurrence?: string;
            lunar?: components["schemas"]["LunarRule"];
            also_at?: components["schemas"]["AlsoAt"];
            also_on?: components["schemas"]["LocalTimes"];
            not_on?: components["schemas"]["LocalTimes"];
            valid_from?: components["schemas"]["LocalDay"];
            valid_until?: components["schemas"]["LocalDay"];
            start_grace_s?: number;
            outside_hours_reason?: string;
            on_special_days?: components["schemas"]["DayReactions"];
            /** @description Phát so le: one echo group (`Node.echo_group`) after the other, all of it each time; every pass counts against the hours and the session. Refused with the rule `staggered_longest` for audio of over 2 min, with `staggered_kind` for a programme or a relay. */
            staggered?: boolean;
            confirmed?: boolean;
            /** @description Without it a schedule that meets another one is refused: `confirmation_needed` (409) with `conflicts`. */
            keep_both?: boolean;
        };
        /** @description When a schedule sounds, as in NewSchedule; the whole of it. */
        Timing: {
            local_start: components["schemas"]["LocalTime"];
            /** @description Not beside `lunar`. */
            recurrence?: string;
            lunar?: components["schemas"]["LunarRule"];
            also_at?: components["schemas"]["AlsoAt"];
            also_on?: components["schemas"]["LocalTimes"];
            not_on?: components["schemas"]["LocalTimes"];
            valid_from?: components["schemas"]["LocalDay"];
            valid_until?: components["schemas"]["LocalDay"];
        };
        /** @description What is said and where; all of a schedule but its times. */
        Wanted: {
            /** @description Or a programme. */
            announcement?: components["schemas"]["Id"];
            programme?: components["schemas"]["Id"];
            targets: components["schemas"]["Targets"];
            priority: components["schemas"]["Priority"];
            when_interrupted: components["schemas"]["WhenInterrupted"];
            start_grace_s: number;
            outside_hours_reason: string;
            on_special_days: components["schemas"]["DayReactions"];
            staggered: boolean;
        };
        /** @description What the schedule does on special days: `skip` (not then), `only_then` (then and on no other day), `no_music` (music falls away), `keep`. With `rule` on that one day of the kind, else on all of the kind. What is not named is kept, but music falls away in mourning. */
        DayReactions: {
            kind: components["schemas"]["DayKind"];
            /** @description The name of a special day the commune keeps. */
            rule?: string;
            /** @enum {string} */
            action: "keep" | "skip" | "only_then" | "no_music";
        }[];
        /** @enum {string} */
        DayKind: "public_holiday" | "lunar_day" | "state_mourning" | "local_mourning" | "election_day" | "other";
        /** @description A special day; says its days by `yearly`, by `lunar`, or by `first` and `last` (both included). */
        DayRule: {
            /** @description No two have the same: "Giỗ Tổ Hùng Vương". */
            name: string;
            kind: components["schemas"]["DayKind"];
            yearly?: {
                month: number;
                day: number;
            };
            lunar?: components["schemas"]["LunarRule"];
            first?: components["schemas"]["LocalDay"];
            last?: components["schemas"]["LocalDay"];
            /** @description It holds on so many days before, too. */
            days_before?: number;
            days_after?: number;
            /** @description Where, with everything below; empty: the whole commune. */
            areas?: components["schemas"]["Id"][];
        };
        DayRules: {
            rules: components["schemas"]["DayRule"][];
            version: number;
            /** @description In the answer to a change: what of the coming fourteen days falls away by it and did not before; of each schedule the first, with every loudspeaker that loses it. Absent where so much is planned that it is not known. */
            falls_away?: components["schemas"]["Foreseen"][];
        };
        DayRulesEdit: {
            rules: components["schemas"]["DayRule"][];
        };
        /** @description What is left out stays as it is. `this` without anything else takes an earlier change of this occurrence back, that it is left out, too. */
        ScheduleEdit: {
            /** @enum {string} */
            scope: "this" | "from_here" | "all";
            /**
             * Format: date-time
             * @description The original moment of the occurrence that is meant: when it was planned before it was moved. With `from_here` the moment of `ends` as well, as long as it has not passed: the schedule goes on there. Required but for `all`.
             */
            occurrence?: string;
            /** @description It does not come, and with `from_here` nothing behind it either. Not with `all`: cancel the schedule. */
            left_out?: boolean;
            /**
             * Format: date-time
             * @description Only with `this`.
             */
            moved_to?: string;
            /** @description The whole of it anew. Another `valid_until` than before takes the place of `ends`. */
            timing?: components["schemas"]["Timing"];
            /** @description Or a programme; it takes the place of what was wanted before. */
            announcement?: components["schemas"]["Id"];
            programme?: components["schemas"]["Id"];
            targets?: components["schemas"]["Targets"];
            priority?: components["schemas"]["Priority"];
            when_interrupted?: components["schemas"]["WhenInterrupted"];
            start_grace_s?: number;
            outside_hours_reason?: string;
            on_special_days?: components["schemas"]["DayReactions"];
            /** @description As in NewSchedule. */
            staggered?: boolean;
            confirmed?: boolean;
            keep_both?: boolean;
        };
        CalendarImport: {
            schedules: {
                uid: string;
                title: string;
                /** @description 0 when the file does not say. */
                duration_s: number;
                timing: components["schemas"]["Timing"];
                /** @description Single occurrences that are moved. */
                changes: {
                    /** Format: date-time */
                    original: string;
                    /** Format: date-time */
                    moved_to?: string;
                }[];
                /** @description Where it begins in the file. */
                line: number;
            }[];
            not_understood: {
                line: number;
                what: string;
                why: components["schemas"]["ErrorValue"];
            }[];
        };
        EditedSchedule: {
            schedule: components["schemas"]["Schedule"];
            /** @description Single changes that the new timing has no place for and that were taken out, and what was left out on days on which it sounds again: `not_on` is said anew with every timing. */
            dropped: string[];
            remarks?: components["schemas"]["Remarks"];
        };
        SchedulePreview: {
            next: {
                id: components["schemas"]["Id"];
                /** Format: date-time */
                planned: string;
            }[];
            nodes: components["schemas"]["NodeNumber"][];
            /** @description Why it would be refused, or needs a confirmation. */
            problems: components["schemas"]["ErrorValue"][];
            remarks?: components["schemas"]["Remarks"];
            conflicts: components["schemas"]["Conflicts"];
        };
        /** @description One planned sound and what becomes of it, alike at all these loudspeakers. `played` without a `reason` is whole and on time. */
        Foreseen: {
            /** @description The occurrence of a schedule has the same id unless it was edited. */
            broadcast: components["schemas"]["Id"];
            schedule?: components["schemas"]["Id"];
            announcement?: components["schemas"]["Id"];
            /**
             * Format: date-time
             * @description In a conflict, of a schedule: the moment its rule gave, by which an edit names it.
             */
            occurrence?: string;
            title: string;
            priority: components["schemas"]["Priority"];
            /**
             * Format: date-time
             * @description Of what is staggered these loudspeakers' own time.
             */
            planned: string;
            nodes: components["schemas"]["NodeNumber"][];
            /** @enum {string} */
            outcome: "played" | "partial" | "preempted" | "missed" | "cancelled";
            /**
             * @description Why it does not sound, or not whole, or late. In the word of the loudspeaker, as its receipt will say it: the priority of
             *     what holds it (`background`, `normal`, `priority`, `live`, `emergency`: it waits, gives way, or its last moment to begin
             *     passes), `start_by`, `no_content` (the audio was not fetched), `hours`, `not_after`, `max_duration`; or the name of the
             *     rule by which it is refused (`outside_allowed_hours`, `quiet_hours`, `too_long`). Or what only the controller knows:
             *     `schedule_cancelled`, `cancelled`, `stop`, `not_ready` (the announcement has no audio), `not_approved`, `not_valid` (outside its validity), `not_found` (a
             *     place of the schedule is gone), `zone_empty` (no loudspeaker stands in any of its places; `nodes` is empty), `place_left` (the loudspeaker was taken out of its places), `not_enrolled` and `revoked` (the loudspeaker), `not_signed`, `left_out`, `before_validity` and `after_validity`
             *     (the calendar of the schedule), `special_day` (named by `in_the_way`), `not_agreed` (outside the hours, and no second person agreed),
             *     and of a programme's items, its fallbacks and its music for gaps `not_chosen`, `not_ready`, `not_approved`, `not_found`, `over`, `no_room` (it does not fit before the
             *     hard end), `no_relay` (the controller does not know the station), `special_day` (music in mourning); of a programme of which nothing is left `empty`.
             */
            reason?: string;
            /** @description The reason in a sentence. */
            reason_words?: components["schemas"]["BothLanguages"];
            in_the_way?: {
                /** @enum {string} */
                kind: "broadcast" | "schedule" | "announcement" | "area" | "zone" | "node" | "special_day";
                id: components["schemas"]["Id"];
                /** @description Of a special day: the names of those, or `DayKind`s where any of a kind is meant. */
                name: string;
                /** @description Of a special day: its name, and the kinds as people say them. */
                words?: components["schemas"]["BothLanguages"];
            };
            note?: components["schemas"]["SoundNote"];
            /** @description When it is heard; empty when it is not. */
            parts: {
                /** Format: date-time */
                from: string;
                /** Format: date-time */
                to: string;
                /** @description Where in the sound this part begins. */
                position_ms: number;
                /** @description Quietly, beneath what interrupted it. */
                ducked: boolean;
            }[];
        };
        DryRun: {
            /** Format: date-time */
            from: string;
            /** Format: date-time */
            to: string;
            nodes: components["schemas"]["NodeNumber"][];
            /** @description By planned time. */
            sounds: components["schemas"]["Foreseen"][];
        };
        Conflict: {
            /** @description What becomes of the occurrence that is to be saved if the two are alone ... */
            draft: components["schemas"]["Foreseen"];
            /** @description ... and of the one that is there. `nodes` are those they share. */
            existing: components["schemas"]["Foreseen"];
            choices: {
                /**
                 * @description Only what the caller may do. `replace_once`: leave the existing occurrence out this once (`PATCH` its `schedule`, scope `this`, by its
                 *     `occurrence`; what is of no schedule, or has begun: `POST /stop` with its broadcast) and save. `shift`: this one at `starts_at`, the
                 *     next free moment inside the allowed hours. `shift_other`: this one goes first; the existing occurrence is moved to
                 *     `starts_at` (`PATCH`, `moved_to`), and save. `cancel`: do not save. `keep_both`: save with `keep_both`.
                 * @enum {string}
                 */
                choice: "replace_once" | "shift" | "shift_other" | "cancel" | "keep_both";
                /** Format: date-time */
                starts_at?: string;
            }[];
        };
        /** @description What a schedule meets in the year from its first occurrence on. */
        Conflicts: {
            /** @description The first ones. */
            items: components["schemas"]["Conflict"][];
            count: number;
        };
        /** @enum {string} */
        BroadcastState: "planned" | "counting_down" | "on_air" | "ended" | "stopped" | "cancelled" | "missed";
        Broadcast: {
            id: components["schemas"]["Id"];
            /** @enum {string} */
            kind: "scheduled" | "live" | "emergency" | "drill" | "self_test" | "all_clear";
            priority: components["schemas"]["Priority"];
            when_interrupted: components["schemas"]["WhenInterrupted"];
            announcement?: components["schemas"]["Id"];
            /** @description It is a piece of this programme. */
            programme?: components["schemas"]["Id"];
            /** @description Heard only where and as long as this broadcast is missing. */
            stands_in_for?: components["schemas"]["Id"];
            occurrence?: components["schemas"]["Id"];
            emergency_template?: components["schemas"]["Id"];
            area?: components["schemas"]["Id"];
            title: string;
            /** @description Targets frozen when it was made. */
            nodes: components["schemas"]["NodeNumber"][];
            /** Format: date-time */
            starts_at: string;
            /** Format: date-time */
            start_by: string;
            duration_ms: number;
            max_duration_ms: number;
            content?: components["schemas"]["Hash"];
            streamed: boolean;
            /** @description Of a relay: the key of its station. */
            relay?: string;
            /** @description Where it is staggered, who begins when; `duration_ms` is that of one pass. */
            passes?: {
                nodes: components["schemas"]["NodeNumber"][];
                /** Format: date-time */
                starts_at: string;
            }[];
            state: components["schemas"]["BroadcastState"];
            created_by: components["schemas"]["Id"];
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            ended_at?: string;
            /** @description The login of who stopped or cancelled it, the last of several. Absent: nobody did. */
            stopped_by?: string;
            /** @description Of an all-clear, said by `startEmergency` alone. The warnings that it ends when its countdown is over, oldest first; none when it has begun. One for more places goes on elsewhere. */
            ends?: {
                id: components["schemas"]["Id"];
                title: string;
                /** Format: date-time */
                created_at: string;
            }[];
            /** @description Đính chính: the broadcast that was wrong. */
            corrects?: components["schemas"]["Id"];
            /** @description What corrected it, oldest first; said by `getBroadcast` alone. */
            corrected_by?: components["schemas"]["Id"][];
            /** @description Said by `getBroadcast` and `listBroadcasts`. */
            coverage?: components["schemas"]["Coverage"];
            /** @description Of the hamlets that its loudspeakers stand in; said by `getBroadcast` alone. */
            coverage_by_hamlet?: {
                area: components["schemas"]["Id"];
                coverage: components["schemas"]["Coverage"];
            }[];
            /** @description Whom a replay by the caller would reach now, empty: nobody; said by `getBroadcast` alone. */
            replay_to?: components["schemas"]["NodeNumber"][];
        };
        /** @description How many of its loudspeakers came how far; they add up to `of`. A missing receipt is never `played`. */
        Coverage: {
            played: number;
            partial: number;
            preempted: number;
            missed: number;
            cancelled: number;
            unconfirmed: number;
            playing: number;
            /** @description `planned`, `sent`, `acknowledged` or `fetched`: nobody knows yet. */
            open: number;
            of: number;
        };
        NewReplay: {
            /** @description `normal` if it is not there. */
            priority?: components["schemas"]["Priority"];
            outside_hours_reason?: string;
            confirmed?: boolean;
        };
        NewCorrection: {
            announcement: components["schemas"]["Id"];
            /** @description `priority` if it is not there: it goes before what is on the air. */
            priority?: components["schemas"]["Priority"];
            when_interrupted?: components["schemas"]["WhenInterrupted"];
            outside_hours_reason?: string;
            confirmed?: boolean;
        };
        Correction: {
            broadcast: components["schemas"]["Broadcast"];
            /** @description Loudspeakers of the wrong broadcast of which nobody knows yet whether they sounded it. */
            not_known: components["schemas"]["NodeNumber"][];
        };
        NewBroadcast: {
            announcement: components["schemas"]["Id"];
            targets: components["schemas"]["Targets"];
            /** Format: date-time */
            starts_at?: string;
            priority?: components["schemas"]["Priority"];
            when_interrupted?: components["schemas"]["WhenInterrupted"];
            streamed?: boolean;
            /** @description As in NewSchedule; never beside `streamed`. */
            staggered?: boolean;
            outside_hours_reason?: string;
            confirmed?: boolean;
            /** @description Sound it beside what it meets. What is live is not asked about; neither is a correction or a replay. */
            keep_both?: boolean;
        };
        /** @enum {string} */
        DeliveryState: "planned" | "sent" | "acknowledged" | "fetched" | "playing" | "unconfirmed" | "played" | "partial" | "preempted" | "missed" | "cancelled";
        /**
         * @description Names of scheduler/domain/names.hpp.
         * @enum {string}
         */
        Evidence: "none" | "E0" | "E1" | "E2" | "E3" | "E4" | "E5";
        Delivery: {
            broadcast: components["schemas"]["Id"];
            node: components["schemas"]["NodeNumber"];
            state: components["schemas"]["DeliveryState"];
            evidence: components["schemas"]["Evidence"];
            played_ms: number;
            expected_ms: number;
            /** @description Why it is not heard, or not whole or late: as `reason` of `Foreseen`, or what a loudspeaker learned meanwhile; of an emergency that the signer refuses its rule: intent_life, device_key, device_owner, signature, own_area, rendered. */
            reason: string;
            /** @description The reason in a sentence; absent where there is none. */
            reason_words?: components["schemas"]["BothLanguages"];
            /** @description The broadcast that took the loudspeaker from it, the last time, whatever its outcome; absent where nothing did, or its loudspeaker does not say. */
            preempted_by?: components["schemas"]["Id"];
            /** @description Beside `preempted_by`: it was heard again after that. */
            resumed?: boolean;
            /** Format: date-time */
            first_sample_at?: string;
            /** Format: date-time */
            last_sample_at?: string;
            receipt_number?: number;
            /** Format: date-time */
            changed_at: string;
        };
        Receipt: {
            node: components["schemas"]["NodeNumber"];
            /** @description Of the device that signed it; it numbers its receipts from 1. Absent: not known. */
            receipt_key?: string;
            number: number;
            broadcast: components["schemas"]["Id"];
            grant: components["schemas"]["Id"];
            content: components["schemas"]["Hash"];
            /** @enum {string} */
            outcome: "played" | "partial" | "preempted" | "missed" | "cancelled";
            reason: string;
            /** @description As in Delivery, and so is resumed. */
            preempted_by?: components["schemas"]["Id"];
            resumed?: boolean;
            frames: {
                received: number;
                repaired: number;
                concealed: number;
                silent: number;
            };
            samples_played: number;
            samples_expected: number;
            /** Format: date-time */
            first_sample_at?: string;
            /** Format: date-time */
            last_sample_at?: string;
            uncertainty_ms: number;
            gain_db: number;
            device_underruns: number;
            evidence: components["schemas"]["Evidence"];
            signed_bytes: string;
        };
        StopRequest: {
            broadcast?: components["schemas"]["Id"];
            area?: components["schemas"]["Id"];
        };
        StopAnswer: {
            /** @description What was known to sound, or about to. */
            broadcasts: components["schemas"]["Id"][];
            /** @description Whom it is for; of an area all, whatever is known to sound there. Empty: the broadcast is over already. */
            nodes: components["schemas"]["NodeNumber"][];
            /** @description Those of them that hear it now; the others when they are back. Empty beside nodes: nobody hears it, go there or switch off. */
            in_contact: components["schemas"]["NodeNumber"][];
            /** @description False: the signer did not answer and the unsigned QUENCH was sent. */
            signed: boolean;
        };
        MonitorRequest: {
            /** @description On 127.0.0.1. */
            port: number;
        };
        StreamMonitor: {
            broadcast: components["schemas"]["Id"];
            ssrc: number;
            /**
             * @description 1: payload type 111 (RED) around 96 (Opus); 0: 96 alone.
             * @enum {integer}
             */
            redundancy_class: 0 | 1;
            generation: number;
            /** @description SRTP's rollover counter of the packets now on their way. */
            rollover: number;
            /** @description AES-128-GCM, 16 bytes. */
            key: string;
            /** @description 12 bytes. */
            salt: string;
        };
        EmergencyPage: {
            /** Format: date-time */
            server_time: string;
            commune_name: string;
            station_name: string;
            /** @description Empty when the commune has none. */
            duty_phone: string;
            officer: {
                id: components["schemas"]["Id"];
                title: string;
            };
            countdown_ms: number;
            /** @description Where this officer may call, the hamlets and last the whole commune. What is said is made for each. */
            areas: {
                id: components["schemas"]["Id"];
                /** @enum {string} */
                kind: "commune" | "hamlet";
                /** @description Whoever calls here sends a `reason` with the Intent. */
                reason_needed: boolean;
                full_name: string;
                assembly_point: string;
                clusters: {
                    number: components["schemas"]["NodeNumber"];
                    name: string;
                    connected: boolean;
                    playing?: components["schemas"]["Id"];
                }[];
            }[];
            /** @description In the commune's order. */
            tiles: {
                template: components["schemas"]["Id"];
                code: string;
                tile: string;
                icon: string;
                /** @description Hết nguy hiểm: heard once, and ends the emergencies of its place. */
                all_clear: boolean;
                /** @description One for each place of the page. */
                sentences: {
                    area: components["schemas"]["Id"];
                    /** @description What is heard there, or would be once its sound is made; empty where a slot has no value. */
                    sentence: string;
                    /** @description The finished sound exists. */
                    ready: boolean;
                    duration_ms?: number;
                    /**
                     * @description Where not all is as it should be. `incomplete`: a slot has no value for this place, `not_made`: nothing warns
                     *     yet, `failed`: its sound could not be made and is not tried again by itself, `older`: what is heard was made of other words or with another siren. What was made before is heard until
                     *     it is made anew.
                     */
                    flaw?: {
                        /** @enum {string} */
                        name: "incomplete" | "not_made" | "failed" | "older";
                        words: components["schemas"]["BothLanguages"];
                    };
                }[];
            }[];
            /** @description Emergencies counting down or on the air in these areas. */
            on_air: components["schemas"]["Broadcast"][];
        };
        /** @description Canonical bytes and signature, see PROTOCOL.md, Intents. */
        Intent: {
            officer: components["schemas"]["Id"];
            device: components["schemas"]["Id"];
            area: components["schemas"]["Id"];
            template: components["schemas"]["Id"];
            idempotency_key: components["schemas"]["Id"];
            /**
             * Format: date-time
             * @description Exactly the moment that was signed, whole milliseconds.
             */
            made_at: string;
            /** @description 64 bytes r ‖ s as WebCrypto gives them. */
            signature: string;
            /** @description For the audit log, and not signed. An editor needs one for the whole commune (`invalid_argument`, rule `reason`). */
            reason?: string;
        };
        NewDrill: {
            template: components["schemas"]["Id"];
            area: components["schemas"]["Id"];
        };
        EmergencyCancel: {
            device: components["schemas"]["Id"];
        };
        /** @description What is true now. */
        Snapshot: {
            /** @constant */
            type: "snapshot";
            seq: number;
            /** Format: date-time */
            server_time: string;
            nodes: components["schemas"]["NodeCondition"][];
            /** @description Planned today, counting down, on air, just ended. */
            broadcasts: components["schemas"]["Broadcast"][];
            /** @description Of those broadcasts. */
            deliveries: components["schemas"]["Delivery"][];
            jobs: components["schemas"]["Job"][];
        };
        /**
         * @description Whole new values of what changed. topic nodes: `nodes`; cast: `broadcasts`, `deliveries`; jobs: `jobs`;
         *     announcements: `announcements`; schedule: `schedules`.
         */
        Delta: {
            /** @constant */
            type: "delta";
            seq: number;
            /** @enum {string} */
            topic: "nodes" | "cast" | "jobs" | "announcements" | "schedule";
            nodes?: components["schemas"]["NodeCondition"][];
            broadcasts?: components["schemas"]["Broadcast"][];
            deliveries?: components["schemas"]["Delivery"][];
            jobs?: components["schemas"]["Job"][];
            announcements?: components["schemas"]["Announcement"][];
            schedules?: components["schemas"]["Schedule"][];
        };
        Hello: {
            /** @constant */
            type: "hello";
            seq: number;
            /** Format: date-time */
            server_time: string;
            server_version: string;
        };
        Ping: {
            /** @constant */
            type: "ping";
            /** Format: date-time */
            server_time: string;
        };
        LiveMessage: components["schemas"]["Hello"] | components["schemas"]["Snapshot"] | components["schemas"]["Delta"] | components["schemas"]["Ping"];
        /** @description Either a snapshot or the deltas since then (possibly none). */
        State: {
            seq: number;
            snapshot?: components["schemas"]["Snapshot"];
            deltas?: components["schemas"]["Delta"][];
        };
    };
    responses: {
        /** @description Something is wrong. */
        Problem: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The asker has it. */
        SoundUnchanged: {
            headers: {
                ETag: components["headers"]["SoundETag"];
                "Accept-Ranges": components["headers"]["AcceptRanges"];
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description The range begins behind the sound's end. */
        RangeBehindTheEnd: {
            headers: {
                "Content-Range": components["headers"]["ContentRange"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: {
        Id: components["schemas"]["Id"];
        /** @description A day of the commune's calendar. */
        Date: string;
        /** @description Key id of a paired device; instead of a session. */
        Device: components["schemas"]["Id"];
        IfMatch: string;
        /** @description One range of bytes; several, or another unit, are answered with all of it. */
        Range: string;
        /** @description The range counts only while this is the ETag; otherwise all of it is sent. */
        IfRange: string;
        /** @description ETags that the asker has; 304 when one is the sound's. */
        IfNoneMatch: string;
        Cursor: string;
        Limit: number;
    };
    requestBodies: never;
    headers: {
        ETag: string;
        /** @description Names these very bytes. */
        SoundETag: string;
        AcceptRanges: "bytes";
        /** @description `bytes 0-99/5000`; with 416 `bytes *\/5000`. */
        ContentRange: string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getTime: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Time"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All parts are well. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description At least one part is not well. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Figures. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getTrust: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Public keys. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Trust"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getSetup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description State of the set-up. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SetupState"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    completeSetup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetupRequest"];
            };
        };
        responses: {
            /** @description Done and signed in. */
            201: {
                headers: {
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    checkSetupCode: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetupCode"];
            };
        };
        responses: {
            /** @description It is. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    getSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The signed-in person. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    signIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Credentials"];
            };
        };
        responses: {
            /** @description Signed in. */
            200: {
                headers: {
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    signOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Signed out. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    getCommune: {
        parameters: {
            query?: {
                /** @description Key id of a paired device; instead of a session. */
                device?: components["parameters"]["Device"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The commune. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Commune"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    importCommune: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CommuneFile"];
            };
        };
        responses: {
            /** @description What was taken over. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportResult"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listAreas: {
        parameters: {
            query?: {
                /** @description Key id of a paired device; instead of a session. */
                device?: components["parameters"]["Device"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Area"][];
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    createArea: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewArea"];
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Area"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    editArea: {
        parameters: {
            query?: never;
            header: {
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AreaEdit"];
            };
        };
        responses: {
            /** @description Saved. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Area"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listZones: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Zone"][];
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    createZone: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewZone"];
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Zone"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    editZone: {
        parameters: {
            query?: never;
            header: {
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ZoneEdit"];
            };
        };
        responses: {
            /** @description Saved. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Zone"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getZoneCalendar: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/calendar": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listNodes: {
        parameters: {
            query?: {
                /** @description Key id of a paired device; instead of a session. */
                device?: components["parameters"]["Device"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Node"][];
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    createNode: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewNode"];
            };
        };
        responses: {
            /** @description Made; stage `expected` until a device is enrolled. */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Node"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getNode: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One cluster. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Node"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    editNode: {
        parameters: {
            query?: never;
            header: {
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NodeEdit"];
            };
        };
        responses: {
            /** @description Saved. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Node"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    beginEnrolment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The code. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnrolmentCode"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    confirmEnrolment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The device gets its certificate. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    revokeNode: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Revoked. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    saveEchoGroups: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EchoGroups"];
            };
        };
        responses: {
            /** @description Saved: every cluster as it is now. `version_conflict` where one was changed since it was read. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Node"][];
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    proposeEchoGroups: {
        parameters: {
            query?: {
                /** @description Clusters that are closer echo. */
                distance_m?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The proposal. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EchoProposal"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listAnnouncements: {
        parameters: {
            query?: {
                /** @description Marks are ignored and đ is d. */
                text?: string;
                state?: components["schemas"]["AnnouncementState"];
                cursor?: components["parameters"]["Cursor"];
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Announcement"][];
                        next_cursor?: string;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    createAnnouncement: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewAnnouncement"];
            };
        };
        responses: {
            /** @description A draft without sound; ask `prepare` for its sound. */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Announcement"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getAnnouncement: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The announcement. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Announcement"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    editAnnouncement: {
        parameters: {
            query?: never;
            header: {
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AnnouncementEdit"];
            };
        };
        responses: {
            /** @description Saved. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Announcement"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    prepareAnnouncement: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PrepareRequest"];
            };
        };
        responses: {
            /** @description The job has been queued. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobReference"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getAnnouncementAudio: {
        parameters: {
            query?: never;
            header?: {
                /** @description One range of bytes; several, or another unit, are answered with all of it. */
                Range?: components["parameters"]["Range"];
                /** @description The range counts only while this is the ETag; otherwise all of it is sent. */
                "If-Range"?: components["parameters"]["IfRange"];
                /** @description ETags that the asker has; 304 when one is the sound's. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of it. */
            200: {
                headers: {
                    ETag: components["headers"]["SoundETag"];
                    "Accept-Ranges": components["headers"]["AcceptRanges"];
                    [name: string]: unknown;
                };
                content: {
                    "audio/ogg": string;
                };
            };
            /** @description The range that was asked for. */
            206: {
                headers: {
                    ETag: components["headers"]["SoundETag"];
                    "Accept-Ranges": components["headers"]["AcceptRanges"];
                    "Content-Range": components["headers"]["ContentRange"];
                    [name: string]: unknown;
                };
                content: {
                    "audio/ogg": string;
                };
            };
            304: components["responses"]["SoundUnchanged"];
            416: components["responses"]["RangeBehindTheEnd"];
            default: components["responses"]["Problem"];
        };
    };
    getAnnouncementListeningCopy: {
        parameters: {
            query?: never;
            header?: {
                /** @description One range of bytes; several, or another unit, are answered with all of it. */
                Range?: components["parameters"]["Range"];
                /** @description The range counts only while this is the ETag; otherwise all of it is sent. */
                "If-Range"?: components["parameters"]["IfRange"];
                /** @description ETags that the asker has; 304 when one is the sound's. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of it. */
            200: {
                headers: {
                    ETag: components["headers"]["SoundETag"];
                    "Accept-Ranges": components["headers"]["AcceptRanges"];
                    [name: string]: unknown;
                };
                content: {
                    "audio/mpeg": string;
                };
            };
            /** @description The range that was asked for. */
            206: {
                headers: {
                    ETag: components["headers"]["SoundETag"];
                    "Accept-Ranges": components["headers"]["AcceptRanges"];
                    "Content-Range": components["headers"]["ContentRange"];
                    [name: string]: unknown;
                };
                content: {
                    "audio/mpeg": string;
                };
            };
            304: components["responses"]["SoundUnchanged"];
            416: components["responses"]["RangeBehindTheEnd"];
            default: components["responses"]["Problem"];
        };
    };
    getAnnouncementPeaks: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Peaks. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Peaks"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    actOnApproval: {
        parameters: {
            query?: never;
            header: {
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApprovalAct"];
            };
        };
        responses: {
            /** @description The announcement after it. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Announcement"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listConsentsInMyName: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What he is told. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["UnseenConsent"][];
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    acknowledgeConsents: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SeenConsents"];
            };
        };
        responses: {
            /** @description They are told no more. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    denyConsents: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SeenConsents"];
            };
        };
        responses: {
            /** @description The announcement after it. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Announcement"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getApprovalPolicy: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The rules. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApprovalPolicy"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    saveApprovalPolicy: {
        parameters: {
            query?: never;
            header: {
                "If-Match": components["parameters"]["IfMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApprovalPolicyEdit"];
            };
        };
        responses: {
            /** @description Saved. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApprovalPolicy"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getSpecialDays: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The rules. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DayRules"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    saveSpecialDays: {
        parameters: {
            query?: never;
            header: {
                "If-Match": components["parameters"]["IfMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DayRulesEdit"];
            };
        };
        responses: {
            /** @description Saved. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DayRules"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getHours: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The hours. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeptHours"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    editHours: {
        parameters: {
            query?: never;
            header: {
                "If-Match": components["parameters"]["IfMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HoursEdit"];
            };
        };
        responses: {
            /** @description Saved. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeptHours"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getHoursRules: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The rules. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HoursRules"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    saveHoursRules: {
        parameters: {
            query?: never;
            header: {
                "If-Match": components["parameters"]["IfMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HoursRulesEdit"];
            };
        };
        responses: {
            /** @description Saved. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HoursRules"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listDelegations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All there ever were. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Delegation"][];
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    createDelegation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewDelegation"];
            };
        };
        responses: {
            /** @description Lent. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Delegation"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    endDelegation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ended. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Delegation"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listSurgePeriods: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The periods. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["SurgePeriod"][];
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    createSurgePeriod: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewSurgePeriod"];
            };
        };
        responses: {
            /** @description Opened. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SurgePeriod"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    endSurgePeriod: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ended. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SurgePeriod"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    createUpload: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewUpload"];
            };
        };
        responses: {
            /** @description Send the pieces to Location, 262144 bytes each by the page. */
            201: {
                headers: {
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Upload"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    dropUpload: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    getUploadOffset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The offset. */
            204: {
                headers: {
                    "Upload-Offset": number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem; HEAD answers have no body. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    appendUpload: {
        parameters: {
            query?: never;
            header: {
                "Upload-Offset": number;
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description Stored. */
            204: {
                headers: {
                    "Upload-Offset": number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    listJobs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Jobs. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Job"][];
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The job. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    cancelJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It will end as cancelled. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    listSchedules: {
        parameters: {
            query?: {
                cursor?: components["parameters"]["Cursor"];
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Schedule"][];
                        next_cursor?: string;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    createSchedule: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewSchedule"];
            };
        };
        responses: {
            /** @description Saved. */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Schedule"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    previewSchedule: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewSchedule"];
            };
        };
        responses: {
            /** @description The next occurrences, the nodes, the problems and the conflicts. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SchedulePreview"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    previewCalendarImport: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/calendar": string;
            };
        };
        responses: {
            /** @description What was understood. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CalendarImport"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    editSchedule: {
        parameters: {
            query?: never;
            header: {
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScheduleEdit"];
            };
        };
        responses: {
            /** @description Changed. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EditedSchedule"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    previewScheduleEdit: {
        parameters: {
            query?: never;
            header: {
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScheduleEdit"];
            };
        };
        responses: {
            /** @description Nothing to come for what is left out. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SchedulePreview"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    agreeToSchedule: {
        parameters: {
            query?: never;
            header: {
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Agreed. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Schedule"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    cancelSchedule: {
        parameters: {
            query?: never;
            header: {
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Cancelled. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Schedule"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listProgrammePresets: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The presets. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ProgrammePreset"][];
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listRelays: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them, by key. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Relay"][];
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listProgrammes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Programme"][];
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    createProgramme: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProgrammeContent"];
            };
        };
        responses: {
            /** @description Kept. */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Programme"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getProgramme: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The programme. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Programme"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    removeProgramme: {
        parameters: {
            query?: never;
            header: {
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    editProgramme: {
        parameters: {
            query?: never;
            header: {
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProgrammeEdit"];
            };
        };
        responses: {
            /** @description Changed. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Programme"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    previewProgrammeDay: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
                /** @description A day of the commune's calendar. */
                date: components["parameters"]["Date"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The day. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProgrammePreview"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getDayBulletins: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
                /** @description A day of the commune's calendar. */
                date: components["parameters"]["Date"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The bulletins, in the commune's order. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DayBulletins"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    saveDayBulletins: {
        parameters: {
            query?: never;
            header: {
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                id: components["parameters"]["Id"];
                /** @description A day of the commune's calendar. */
                date: components["parameters"]["Date"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DayBulletinsEdit"];
            };
        };
        responses: {
            /** @description Saved. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DayBulletins"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listAwaitingApprovals: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One row per announcement. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["AwaitingApproval"][];
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listAwaitingApproval: {
        parameters: {
            query: {
                from: components["schemas"]["LocalDay"];
                /** @description Included; seven days at most. */
                to: components["schemas"]["LocalDay"];
            };
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One row per announcement. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["AwaitingApproval"][];
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    approveProgramme: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewProgrammeApproval"];
            };
        };
        responses: {
            /** @description What was approved and what was not. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProgrammeApproval"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getDryRun: {
        parameters: {
            query?: {
                area?: components["schemas"]["Id"];
                zone?: components["schemas"]["Id"];
                /** @description The node's id. At least one of the three is needed; several are joined. */
                node?: components["schemas"]["Id"];
                /** @description Now, if it is not there or has passed. */
                from?: string;
                /** @description At most 31 days after `from`; a day after it if it is not there. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is foreseen. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DryRun"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listBroadcasts: {
        parameters: {
            query?: {
                from?: string;
                to?: string;
                announcement?: components["schemas"]["Id"];
                cursor?: components["parameters"]["Cursor"];
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Broadcast"][];
                        next_cursor?: string;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    createBroadcast: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewBroadcast"];
            };
        };
        responses: {
            /** @description It will sound at `starts_at`. */
            201: {
                headers: {
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Broadcast"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getBroadcast: {
        parameters: {
            query?: {
                /** @description Key id of a paired device; instead of a session. */
                device?: components["parameters"]["Device"];
            };
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The broadcast. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Broadcast"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    correctBroadcast: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewCorrection"];
            };
        };
        responses: {
            /** @description It will sound at `starts_at`. */
            201: {
                headers: {
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Correction"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    replayBroadcast: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewReplay"];
            };
        };
        responses: {
            /** @description It will sound at `starts_at`. */
            201: {
                headers: {
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Broadcast"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listDeliveries: {
        parameters: {
            query?: {
                /** @description Key id of a paired device; instead of a session. */
                device?: components["parameters"]["Device"];
            };
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One row per node. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Delivery"][];
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    monitorBroadcast: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MonitorRequest"];
            };
        };
        responses: {
            /** @description The stream's key. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StreamMonitor"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listReceipts: {
        parameters: {
            query?: {
                broadcast?: components["schemas"]["Id"];
                node?: components["schemas"]["NodeNumber"];
                cursor?: components["parameters"]["Cursor"];
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Receipt"][];
                        next_cursor?: string;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    stop: {
        parameters: {
            query?: {
                /** @description Key id of a paired device; instead of a session. */
                device?: components["parameters"]["Device"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StopRequest"];
            };
        };
        responses: {
            /** @description What was stopped, whom it is for, and who of them hears it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StopAnswer"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listEmergencyTemplates: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them, at most 64. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["EmergencyTemplate"][];
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    createEmergencyTemplate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewEmergencyTemplate"];
            };
        };
        responses: {
            /** @description Added. */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmergencyTemplate"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getEmergencyTemplate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The template. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmergencyTemplate"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    removeEmergencyTemplate: {
        parameters: {
            query?: never;
            header: {
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    editEmergencyTemplate: {
        parameters: {
            query?: never;
            header: {
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EmergencyTemplateEdit"];
            };
        };
        responses: {
            /** @description Saved. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmergencyTemplate"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getEmergencyPage: {
        parameters: {
            query?: {
                /** @description Key id of a paired device; instead of a session. */
                device?: components["parameters"]["Device"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Own hamlets */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmergencyPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getEmergencyAudio: {
        parameters: {
            query?: {
                /** @description Key id of a paired device; instead of a session. */
                device?: components["parameters"]["Device"];
            };
            header?: {
                /** @description One range of bytes; several, or another unit, are answered with all of it. */
                Range?: components["parameters"]["Range"];
                /** @description The range counts only while this is the ETag; otherwise all of it is sent. */
                "If-Range"?: components["parameters"]["IfRange"];
                /** @description ETags that the asker has; 304 when one is the sound's. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                template: components["schemas"]["Id"];
                area: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of it. */
            200: {
                headers: {
                    ETag: components["headers"]["SoundETag"];
                    "Accept-Ranges": components["headers"]["AcceptRanges"];
                    [name: string]: unknown;
                };
                content: {
                    "audio/ogg": string;
                };
            };
            /** @description The range that was asked for. */
            206: {
                headers: {
                    ETag: components["headers"]["SoundETag"];
                    "Accept-Ranges": components["headers"]["AcceptRanges"];
                    "Content-Range": components["headers"]["ContentRange"];
                    [name: string]: unknown;
                };
                content: {
                    "audio/ogg": string;
                };
            };
            304: components["responses"]["SoundUnchanged"];
            416: components["responses"]["RangeBehindTheEnd"];
            default: components["responses"]["Problem"];
        };
    };
    getEmergencyListeningCopy: {
        parameters: {
            query?: {
                /** @description Key id of a paired device; instead of a session. */
                device?: components["parameters"]["Device"];
            };
            header?: {
                /** @description One range of bytes; several, or another unit, are answered with all of it. */
                Range?: components["parameters"]["Range"];
                /** @description The range counts only while this is the ETag; otherwise all of it is sent. */
                "If-Range"?: components["parameters"]["IfRange"];
                /** @description ETags that the asker has; 304 when one is the sound's. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                template: components["schemas"]["Id"];
                area: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of it. */
            200: {
                headers: {
                    ETag: components["headers"]["SoundETag"];
                    "Accept-Ranges": components["headers"]["AcceptRanges"];
                    [name: string]: unknown;
                };
                content: {
                    "audio/mpeg": string;
                    "audio/ogg": string;
                };
            };
            /** @description The range that was asked for. */
            206: {
                headers: {
                    ETag: components["headers"]["SoundETag"];
                    "Accept-Ranges": components["headers"]["AcceptRanges"];
                    "Content-Range": components["headers"]["ContentRange"];
                    [name: string]: unknown;
                };
                content: {
                    "audio/mpeg": string;
                    "audio/ogg": string;
                };
            };
            304: components["responses"]["SoundUnchanged"];
            416: components["responses"]["RangeBehindTheEnd"];
            default: components["responses"]["Problem"];
        };
    };
    startEmergency: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Intent"];
            };
        };
        responses: {
            /** @description Counting down; sounds at `starts_at`. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Broadcast"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    cancelEmergency: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EmergencyCancel"];
            };
        };
        responses: {
            /** @description What became of it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Broadcast"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    startDrill: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewDrill"];
            };
        };
        responses: {
            /** @description Sounds at `starts_at`, as a broadcast of the kind `drill`. */
            201: {
                headers: {
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Broadcast"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listDeviceKeys: {
        parameters: {
            query?: {
                owner?: components["schemas"]["Id"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Keys. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["DeviceKey"][];
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    pairDevice: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewDeviceKey"];
            };
        };
        responses: {
            /** @description Paired. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceKey"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    revokeDevice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Revoked. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    listOperators: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All people with an account. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Operator"][];
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    createOperator: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewOperator"];
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operator"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    editOperator: {
        parameters: {
            query?: never;
            header: {
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OperatorEdit"];
            };
        };
        responses: {
            /** @description Saved. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operator"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listAudit: {
        parameters: {
            query?: {
                cursor?: components["parameters"]["Cursor"];
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["AuditEntry"][];
                        next_cursor?: string;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getState: {
        parameters: {
            query?: {
                since?: number;
                /** @description Key id of a paired device; instead of a session. */
                device?: components["parameters"]["Device"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Changes since then. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["State"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    live: {
        parameters: {
            query?: {
                /** @description Key id of a paired device; instead of a session. */
                device?: components["parameters"]["Device"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Switching protocols. */
            101: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
}
