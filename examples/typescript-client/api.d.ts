// Made from openapi.json by `npm run client`: change that, not this.

export interface paths {
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** That this process answers, and what it is */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/detailed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What this process depends on, each with its state */
        get: operations["getDetailedHealth"];
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
         * The process turns its event loop
         * @description Restart it when this fails.
         */
        get: operations["getLiveness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether requests may be sent here
         * @description Take it out of the rotation when this fails. `degraded`: some requests will fail, most will not.
         */
        get: operations["getReadiness"];
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
        /** The metrics of this process, in Prometheus' text format; with METRICS_TOKEN set, for whoever bears it. */
        get: operations["readMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign up
         * @description The first user of an installation becomes its administrator.
         */
        post: operations["registerUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in with e-mail and password */
        post: operations["signIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Trade a refresh token for a new pair
         * @description Each refresh token is good once. Using one again ends all tokens of its sign-in.
         */
        post: operations["refreshTokens"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End the sign-in that a refresh token comes from
         * @description The access token stays good until it expires, 15 minutes at most.
         */
        post: operations["signOut"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/logout-all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End all of your sign-ins, this one included
         * @description Access tokens are refused within two seconds. API keys stay good.
         */
        post: operations["signOutEverywhere"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change your password
         * @description Ends all of your sign-ins and answers with the tokens of a new one. API keys stay good.
         */
        post: operations["changePassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The user behind the credential */
        get: operations["getOwnUser"];
        put?: never;
        post?: never;
        /**
         * Erase your account and everything in it
         * @description Sessions leave WhatsApp, as best they can, and are erased with keys, messages, events, webhooks and files. What was counted for billing, and who did what, is kept without your name. When it fails in between, ask again.
         */
        delete: operations["eraseOwnUser"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/browser/register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign up, in a browser
         * @description The refresh token is set as a cookie that no script can read (HttpOnly, SameSite=Strict).
         */
        post: operations["registerInBrowser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/browser/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in, in a browser
         * @description The refresh token is set as a cookie that no script can read (HttpOnly, SameSite=Strict).
         */
        post: operations["loginInBrowser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/browser/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Trade the cookie for a new one, and an access token
         * @description Each cookie is good once, and for 10 s more until the one after it is used: tabs may refresh at the same moment. Using an older one ends all tokens of its sign-in.
         */
        post: operations["refreshInBrowser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/browser/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End the sign-in of this browser
         * @description Takes the cookie away.
         */
        post: operations["logoutInBrowser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/browser/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change your password, in a browser
         * @description Ends all of your sign-ins and begins a new one. The refresh token is set as a cookie that no script can read (HttpOnly, SameSite=Strict).
         */
        post: operations["changePasswordInBrowser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Your API keys, oldest first, without the keys themselves */
        get: operations["listApiKeys"];
        put?: never;
        /**
         * Make an API key
         * @description The answer is the only place where the key is shown.
         */
        post: operations["createApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/api-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke an API key
         * @description It is refused everywhere within two seconds.
         */
        delete: operations["revokeApiKey"];
        options?: never;
        head?: never;
        /**
         * Change what an API key may do, and from where
         * @description Holds within two seconds.
         */
        patch: operations["changeApiKey"];
        trace?: never;
    };
    "/api/v1/api-keys/{id}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a new secret for an API key
         * @description The answer is the only place where the key is shown. The key as it was is good for `overlapHours` more.
         */
        post: operations["rotateApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/billing/plans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The plans of this installation, by tier */
        get: operations["listPlans"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/billing/limits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What is left of your limits
         * @description Administrators have none.
         */
        get: operations["getLimits"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/billing/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Accepted messages, by hour, day, session, kind or API key; JSON, or with Accept: text/csv a table
         * @description Each accepted message counts once, whatever becomes of it; one to a group is one. Times are UTC. An API key that is bound to a session is told of that one only.
         */
        get: operations["getUsage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All workers, those that ended within the last day included */
        get: operations["listWorkers"];
        put?: never;
        /** Expect a worker: it is PENDING until one registers at the endpoint */
        post: operations["addWorker"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workers/statistics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Figures of all workers together, and of each */
        get: operations["getWorkerStatistics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workers/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Whether an endpoint can be reached, and is a worker that is well */
        post: operations["testWorker"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workers/health/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether killed workers are looked for */
        get: operations["getHealthMonitor"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workers/health/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Look for killed workers again */
        post: operations["startHealthMonitor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workers/health/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Do not look for killed workers; missing beats still show them */
        post: operations["stopHealthMonitor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workers/{workerId}/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The history of a worker, a sample every ten seconds, for a week */
        get: operations["getWorkerMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workers/{workerId}/drain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Move all sessions to other workers without loss; then the process ends */
        post: operations["drainWorker"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workers/{workerId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Forget a worker; a running one is drained first */
        delete: operations["removeWorker"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{sessionId}/migrate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Move a session to another worker without loss */
        post: operations["migrateSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workers/register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Register a worker that is not in the transport */
        post: operations["registerWorker"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workers/{workerId}/heartbeat": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Say that such a worker is alive, and how much it has to do */
        put: operations["sendHeartbeat"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List your webhooks, newest first */
        get: operations["listWebhooks"];
        put?: never;
        /**
         * Create a webhook
         * @description At most 50 a user, besides those made by a webhookUrl.
         */
        post: operations["createWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everything about a webhook but its secret */
        get: operations["getWebhook"];
        put?: never;
        post?: never;
        /** Delete a webhook, with all that waits to be delivered to it */
        delete: operations["deleteWebhook"];
        options?: never;
        head?: never;
        /**
         * Change a webhook
         * @description `active: false` pauses. A new URL, or `active: true`, sends at once what waits.
         */
        patch: operations["changeWebhook"];
        trace?: never;
    };
    "/api/v1/webhooks/{id}/rotate-secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a new secret
         * @description For 24 hours both secrets sign every delivery, so that receivers can change over in their own time.
         */
        post: operations["rotateWebhookSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send again everything after a point of the event log
         * @description In order per chat, before what is newer. Repeats keep their `webhook-id`. Events are kept for 30 days.
         */
        post: operations["replayEvents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was sent to a webhook, newest first
         * @description With every attempt and what came back. Delivered ones are kept for 3 days, others as long as events.
         */
        get: operations["listDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}/deliveries/{deliveryId}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make one delivery again, whatever became of it */
        post: operations["retryDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}/dead-letters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was given up, newest first
         * @description Events that the endpoint refused five times while it took others, or failed with until the schedule was over.
         */
        get: operations["listDeadLetters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}/dead-letters/requeue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send all dead letters again, in their order */
        post: operations["requeueDeadLetters"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a signed `webhook.test` now, and see what comes back */
        post: operations["testWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List your sessions */
        get: operations["listSessions"];
        put?: never;
        /** Create a session, without connecting it */
        post: operations["createSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{sessionId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everything about a session */
        get: operations["getSession"];
        put?: never;
        post?: never;
        /** Log a session out and erase everything of it */
        delete: operations["deleteSession"];
        options?: never;
        head?: never;
        /** Change the name, the webhook, the pacing or the proxy of a session */
        patch: operations["changeSession"];
        trace?: never;
    };
    "/api/v1/sessions/{sessionId}/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The connection status of a session */
        get: operations["getSessionStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Create a session if it is absent, and connect it; repeatable */
        post: operations["startSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{sessionId}/connect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Connect, and wait up to 10 s for a QR code or for CONNECTED */
        post: operations["connectSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{sessionId}/pairing-code": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A code to type into the phone instead of scanning */
        post: operations["requestPairingCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{sessionId}/qr": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The QR code to scan: JSON, or a picture with Accept: image/png */
        get: operations["getQrCode"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{sessionId}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Log out, or with {"logout":false} only disconnect */
        post: operations["stopSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{sessionId}/disconnect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Disconnect and keep the pairing */
        post: operations["disconnectSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{sessionId}/restart": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Disconnect and connect again, the pairing kept */
        post: operations["restartSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{sessionId}/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Log out: the phone forgets this device */
        post: operations["logOutSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{sessionId}/contacts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the people whom a session knows, in the order in which they became known */
        get: operations["listContacts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{sessionId}/calls/{callId}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reject a call, as told by the event `call.received` */
        post: operations["rejectCall"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{sessionId}/numbers/{phone}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether a phone number is on WhatsApp */
        get: operations["checkNumber"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{sessionId}/numbers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Which of up to 50 phone numbers are on WhatsApp */
        post: operations["checkNumbers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/media": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Upload a file, to send it as often as you like */
        post: operations["uploadMedia"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/media/{mediaId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The bytes of a file; `Range` and `If-None-Match` are honoured */
        get: operations["downloadMedia"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{sessionId}/contacts/{contactId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What WhatsApp tells of somebody, by number or address */
        get: operations["getContact"];
        /** Save somebody under a name, on all devices of the account */
        put: operations["saveContact"];
        post?: never;
        /** Have somebody saved no longer */
        delete: operations["deleteContact"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{sessionId}/contacts/{contactId}/picture": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where the picture of somebody lies */
        get: operations["getContactPicture"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{sessionId}/contacts/{contactId}/block": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Block somebody: no message and no call comes through any more */
        post: operations["blockContact"];
        /** Block somebody no longer */
        delete: operations["unblockContact"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{sessionId}/presence/subscribe": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Be told by `presence.updated` what somebody does, until the session connects anew */
        post: operations["subscribeToPresence"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{sessionId}/blocklist": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is blocked */
        get: operations["listBlockedContacts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{sessionId}/profile": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The profile of the account, as others see it */
        get: operations["getProfile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change name, about text or picture, one after the other */
        patch: operations["changeProfile"];
        trace?: never;
    };
    "/api/v1/sessions/{sessionId}/profile/privacy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who may see what of the account */
        get: operations["getPrivacy"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change who may see what of the account */
        patch: operations["changePrivacy"];
        trace?: never;
    };
    "/api/v1/sessions/{sessionId}/channels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a channel */
        post: operations["createChannel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{sessionId}/channels/{channelId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A channel, and what the session is in it */
        get: operations["getChannel"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{sessionId}/channels/{channelId}/follow": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Follow a channel: what is posted there comes in as messages */
        post: operations["followChannel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{sessionId}/channels/{channelId}/unfollow": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Follow a channel no more */
        post: operations["unfollowChannel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{sessionId}/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the groups that the session is in */
        get: operations["listGroups"];
        put?: never;
        /** Make a group; who could not be added is told with the reason */
        post: operations["createGroup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{sessionId}/groups/join": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Join a group by its invite, or by an invitation that was received */
        post: operations["joinGroup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{sessionId}/groups/{groupId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A group and who is in it */
        get: operations["getGroup"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change subject, description and settings of a group */
        patch: operations["changeGroup"];
        trace?: never;
    };
    "/api/v1/sessions/{sessionId}/groups/{groupId}/leave": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Leave a group */
        post: operations["leaveGroup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{sessionId}/groups/{groupId}/picture": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where the picture of a group is */
        get: operations["getGroupPicture"];
        /** Give a group a picture */
        put: operations["setGroupPicture"];
        post?: never;
        /** Take the picture of a group away */
        delete: operations["deleteGroupPicture"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{sessionId}/groups/{groupId}/participants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Add people to a group, as its administrator */
        post: operations["addParticipants"];
        /** Remove people from a group */
        delete: operations["removeParticipants"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{sessionId}/groups/{groupId}/admins": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make members administrators */
        post: operations["promoteParticipants"];
        /** Make administrators mere members */
        delete: operations["demoteParticipants"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{sessionId}/groups/{groupId}/invite": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The invite link of a group */
        get: operations["getGroupInvite"];
        put?: never;
        post?: never;
        /** Revoke the invite link; answers the new one */
        delete: operations["renewGroupInvite"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{sessionId}/groups/{groupId}/join-requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who wants to join */
        get: operations["listJoinRequests"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{sessionId}/groups/{groupId}/join-requests/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let people in */
        post: operations["approveJoinRequests"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{sessionId}/groups/{groupId}/join-requests/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Do not let people in */
        post: operations["rejectJoinRequests"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Your templates, by name */
        get: operations["listTemplates"];
        put?: never;
        /** Make a template, to be sent with `{to,template,variables}` */
        post: operations["createTemplate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/templates/{template}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A template, by name or id */
        get: operations["getTemplate"];
        put?: never;
        post?: never;
        /** Delete a template */
        delete: operations["deleteTemplate"];
        options?: never;
        head?: never;
        /** Change the name or the text of a template */
        patch: operations["changeTemplate"];
        trace?: never;
    };
    "/api/v1/sessions/{sessionId}/messages/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send up to 1000 messages; what is wrong with one does not hinder the others */
        post: operations["sendMessages"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{sessionId}/messages/bulk/{batchId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How far the messages of one request have come */
        get: operations["getBatch"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{sessionId}/messages/{messageId}/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Mark a received message as read; WhatsApp knows it once this answers */
        post: operations["markMessageRead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{sessionId}/messages/{messageId}/star": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Star a message on all devices of the account, or take the star away */
        post: operations["starMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{sessionId}/presence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Show others that the account is there, or a chat that somebody is typing or recording */
        post: operations["setPresence"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{sessionId}/messages/unsupported": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many messages came in that are not read yet, by WhatsApp’s own name of their kind */
        get: operations["listUnsupportedKinds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{sessionId}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the messages of a session, newest first */
        get: operations["listMessages"];
        put?: never;
        /** Send a message; it is durable once this answers */
        post: operations["sendMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{sessionId}/messages/{messageId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A message and how it got there */
        get: operations["getMessage"];
        put?: never;
        post?: never;
        /** Cancel a message while it is QUEUED */
        delete: operations["cancelMessage"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{sessionId}/message/send/text": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a text */
        post: operations["sendClassicText"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{sessionId}/send": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send {to,type?,message}, or any body of POST …/messages */
        post: operations["sendClassic"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{sessionId}/message/send/media": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a picture or another file, from a URL or with the request */
        post: operations["sendClassicMedia"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{sessionId}/chats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the chats of a session, those with the newest messages first */
        get: operations["listChats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{sessionId}/chats/read-all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Mark everything read; WhatsApp knows it once this answers */
        post: operations["markAllChatsRead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{sessionId}/chats/{chatId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A chat, by the address or the phone number of the person, or by the group */
        get: operations["getChat"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Archive, pin, mute or read a chat, or let its messages disappear, on all devices of the account */
        patch: operations["changeChat"];
        trace?: never;
    };
    "/api/v1/sessions/{sessionId}/labels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the labels of a WhatsApp Business account */
        get: operations["listLabels"];
        put?: never;
        /** Make a label, on all devices of the account */
        post: operations["createLabel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{sessionId}/labels/{labelId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete a label, and take it off all chats */
        delete: operations["deleteLabel"];
        options?: never;
        head?: never;
        /** Rename a label, or give it another color */
        patch: operations["changeLabel"];
        trace?: never;
    };
    "/api/v1/sessions/{sessionId}/chats/{chatId}/labels/{labelId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Put a label on a chat, on all devices of the account */
        put: operations["labelChat"];
        post?: never;
        /** Take a label off a chat */
        delete: operations["unlabelChat"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{sessionId}/messages/{messageId}/labels/{labelId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Put a label on a message, on all devices of the account */
        put: operations["labelMessage"];
        post?: never;
        /** Take a label off a message */
        delete: operations["unlabelMessage"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{sessionId}/diagnostics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Why a session does what it does
         * @description Its connections and how they ended, what waits, what failed, its devices and who has it. Asks no worker.
         */
        get: operations["getDiagnostics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{sessionId}/exports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The days whose messages were exported to the object storage */
        get: operations["listExports"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{sessionId}/exports/{day}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The messages that were stored on a day (UTC), as they were when it was over */
        get: operations["downloadExport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/encryption": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Which encryption keys are in use, and how far a change of the key is
         * @description After a change of `ENCRYPTION_KEY`, with the old one in `ENCRYPTION_KEYS_PREVIOUS`, everything is sealed anew in the background. When `complete` is true, and all processes have the new key, the old one can be taken away.
         */
        get: operations["encryptionState"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/data-exports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Your archives, and how far they are */
        get: operations["listDataExports"];
        put?: never;
        /**
         * Ask for an archive of everything that is known of you, or of one session
         * @description Messages, chats, contacts, files, events, webhooks and keys (without secrets), usage, and what the log tells of you: a tar.gz with JSON lines. Kept encrypted for 7 days, and no longer than a session that is in it.
         */
        post: operations["requestDataExport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/data-exports/{dataExportId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How far an archive is */
        get: operations["getDataExport"];
        put?: never;
        post?: never;
        /** Erase an archive */
        delete: operations["deleteDataExport"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/data-exports/{dataExportId}/archive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The archive */
        get: operations["downloadDataExport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import a session from another installation; it connects by itself, without a QR code
         * @description A file is good once. One that was imported here, or is older than a later export of the same device, is refused, also when the session was deleted since. Imported back where it left, the session is as it was.
         */
        post: operations["importSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{sessionId}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The file of an exported session once more, for as long as the session is not deleted here */
        get: operations["getSessionExport"];
        put?: never;
        /**
         * Export a session as one encrypted, signed file, for another installation
         * @description The session is stopped, stays linked to the phone, and can not connect here any more: from then on its keys are in the file and nowhere else. In the file are credentials, keys, name and settings; messages, webhooks and API keys stay. Deleting the session here afterwards does not log the device out.
         */
        post: operations["exportSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/installation/key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** By what other installations know this one, when sessions move between them */
        get: operations["getInstallationKey"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/billing/usage/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Accepted messages as CloudEvents, one each, for a billing system
         * @description A few seconds after a message was accepted, in an order that only grows: go on with `after`, the `sequence` of the last one. Kept for 40 days. Administrators see the events of all users, others and API keys those of their own.
         */
        get: operations["listUsageEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/statistics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The installation in figures: users, sessions, messages of a day, webhooks, workers */
        get: operations["getStatistics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The sessions of all users: whose they are, how they are, where they run */
        get: operations["listAllSessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What may change while gateways run */
        get: operations["getSettings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Set it, over the environment
         * @description Holds at all gateways within two seconds.
         */
        patch: operations["changeSettings"];
        trace?: never;
    };
    "/api/v1/admin/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who did what, newest first; JSON, or with Accept: text/csv a table of all that the filter lets through
         * @description Entries can not be changed, and go when they are old. They hold no secret, no text and no phone number.
         */
        get: operations["listSystemLog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All users, newest first */
        get: operations["listUsers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/users/{userId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A user */
        get: operations["getUser"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Give a user another tier or role, or shut it out
         * @description Another role, and being shut out, ends all sign-ins of the user within two seconds.
         */
        patch: operations["changeUser"];
        trace?: never;
    };
    "/api/v1/admin/users/{userId}/reset-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give a user a new password
         * @description Shown in this answer only. Ends all sign-ins of the user.
         */
        post: operations["resetUserPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/installation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a page must know before anybody has signed in */
        get: operations["getInstallation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The durable log of what happened, oldest first unless told otherwise */
        get: operations["listEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The same log as it grows, as Server-Sent Events
         * @description Starts with what happens next, or after `Last-Event-ID`, or `after`. Each `data` is an event as in the log. Ends after 15 minutes, and within seconds when the credential does; readers come back with the `Last-Event-ID`, as browsers do by themselves, and miss nothing.
         */
        get: operations["streamEvents"];
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
        AcceptedItemDto: {
            /** @description Which of the messages, from 0. */
            index: number;
            /** @example 3EB0C431C26A1916E07A5E */
            messageId: string;
        };
        AddWorkerDto: {
            /** @default 50 */
            maxSessions?: number;
            /**
             * Format: uri
             * @description Where the worker's own HTTP surface will be.
             * @example http://worker-3:8001
             */
            endpoint: string;
            /** @example The machine in the cellar */
            description?: string | null;
        };
        AdministeredUserDto: {
            /** @example 019a5c2e-7b1f-7c3d-9f51-0d6f1f0a2b3c */
            id: string;
            /** @example ann@example.com */
            email: string;
            /** @example Ann */
            name: string | null;
            /** @enum {string} */
            role: "USER" | "ADMIN";
            /** @enum {string} */
            tier: "BASIC" | "PRO" | "MAX";
            active: boolean;
            /** Format: date-time */
            createdAt: string;
        };
        AllowanceDto: {
            /** @example 100 */
            limit: number;
            /** @example 42 */
            remaining: number;
            /** @description Seconds until all of it is there again. */
            resetSeconds: number;
        };
        ApiKeyDto: {
            /** @example 019a5c2e-7b1f-7c3d-9f51-0d6f1f0a2b3c */
            id: string;
            /** @example order notifications */
            name: string;
            /**
             * @description The first 12 characters of the key, to know it by.
             * @example wag_Ab3dEf7h
             */
            prefix: string;
            /**
             * @example [
             *       "messages:send",
             *       "messages:read"
             *     ]
             */
            scopes: ("sessions:read" | "sessions:manage" | "messages:send" | "messages:read" | "webhooks:manage" | "events:read")[];
            /** @example support-line */
            sessionId: string | null;
            /** @description Empty: it may be used from anywhere. */
            allowedIps: string[];
            /** Format: date-time */
            expiresAt: string | null;
            /**
             * Format: date-time
             * @description The key as it was before the last rotation is good until then; null when it is not.
             */
            previousUntil: string | null;
            /**
             * Format: date-time
             * @description Exact to a minute.
             */
            lastUsedAt: string | null;
            /** Format: date-time */
            createdAt: string;
        };
        ApiKeyListDto: {
            /** @description Oldest first. */
            apiKeys: components["schemas"]["ApiKeyDto"][];
            pagination: components["schemas"]["PaginationDto"];
        };
        AttemptDto: {
            /** @example 2026-01-15T10:30:00.000Z */
            at: string;
            /**
             * @description The HTTP status of the answer; null when none came.
             * @example 200
             */
            status: number | null;
            /** @example 41 */
            durationMs: number;
            /**
             * @description Why no answer came.
             * @example The connection was refused
             */
            error: string | null;
            /**
             * @description The first 200 characters of the answer.
             * @example ok
             */
            response: string | null;
        };
        BatchDto: {
            /**
             * @description By status: QUEUED, SENDING, SENT, DELIVERED, READ, PLAYED, FAILED, EXPIRED, CANCELLED.
             * @example {
             *       "SENT": 998,
             *       "QUEUED": 2
             *     }
             */
            statuses: {
                [key: string]: number;
            };
            batchId: string;
            /** @description How many were accepted. */
            total: number;
        };
        BlockedPersonDto: {
            /** @example true */
            blocked: boolean;
            /** @example 628123456789@s.whatsapp.net */
            whatsappId?: string;
            /** @example +628123456789 */
            phoneNumber?: string;
            /** @example 98765432101234@lid */
            lid?: string;
        };
        BlocklistDto: {
            blocked: components["schemas"]["PersonDto"][];
        };
        BrowserSignedInDto: {
            user: components["schemas"]["UserDto"];
            /** @description Goes into `Authorization: Bearer …`. */
            accessToken: string;
            /**
             * @description Seconds until the access token is over.
             * @example 900
             */
            expiresIn: number;
        };
        BulkAnswerDto: {
            batchId: string;
            /** @description How many were accepted. */
            accepted: number;
            messages: components["schemas"]["AcceptedItemDto"][];
            rejected: components["schemas"]["RejectedItemDto"][];
        };
        BulkDto: {
            /** @description Bodies of `POST …/messages`, 1000 at most; they are sent in this order. */
            messages: (components["schemas"]["SendTextDto"] | components["schemas"]["SendTemplateDto"] | components["schemas"]["SendMediaDto"] | components["schemas"]["SendLocationDto"] | components["schemas"]["SendContactDto"] | components["schemas"]["SendGroupInviteDto"] | components["schemas"]["SendPollDto"] | components["schemas"]["SendReactionDto"] | components["schemas"]["SendEditDto"] | components["schemas"]["SendDeleteDto"] | components["schemas"]["SendPinDto"] | components["schemas"]["SendForwardDto"])[];
        };
        BusinessDto: {
            description: string | null;
            /** @example Restaurant */
            category: string | null;
            address: string | null;
            email: string | null;
            websites: string[];
        };
        CancelledMessageDto: {
            /** @enum {string} */
            status: "CANCELLED";
            /** @example 3EB0C431C26A1916E07A5E */
            messageId: string;
            /** @example support-line */
            sessionId: string;
        };
        ChangeApiKeyDto: {
            /** @example order notifications */
            name?: string;
            /**
             * @example [
             *       "messages:send",
             *       "messages:read"
             *     ]
             */
            scopes?: ("sessions:read" | "sessions:manage" | "messages:send" | "messages:read" | "webhooks:manage" | "events:read")[];
            /**
             * @description Empty lets the key be used from anywhere.
             * @example [
             *       "203.0.113.0/24"
             *     ]
             */
            allowedIps?: string[];
            /**
             * @description Null: never.
             * @example 2099-01-01T00:00:00.000Z
             */
            expiresAt?: string | null;
        };
        ChangeChatDto: {
            archived?: boolean;
            pinned?: boolean;
            /**
             * @description Null unmutes it.
             * @example 2026-01-01T08:00:00.000Z
             */
            mutedUntil?: string | null;
            /** @description True marks everything read, which its authors are shown; false marks the chat unread. */
            read?: boolean;
            /**
             * @description Of a chat with one person: 86400, 604800 or 7776000; null: messages stay.
             * @example 604800
             * @enum {number|null}
             */
            ephemeralSeconds?: 86400 | 604800 | 7776000 | null;
        };
        ChangeGroupDto: {
            /**
             * @description Null takes it away.
             * @example All about your order
             */
            description?: string | null;
            /**
             * @description Messages disappear after so many seconds: a day, a week, 90 days; 0 is never.
             * @enum {number}
             */
            ephemeralSeconds?: 0 | 86400 | 604800 | 7776000;
            /** @example Order 4711 */
            subject?: string;
            /** @description Only administrators write. */
            announce?: boolean;
            /** @description Only administrators change subject, description, picture and disappearing. */
            locked?: boolean;
            /**
             * @description Who adds people.
             * @enum {string}
             */
            memberAddMode?: "all" | "admins";
            /** @description An administrator lets in who joins by link. */
            joinApproval?: boolean;
        };
        ChangeLabelDto: {
            /** @example Paid */
            name?: string;
            color?: number;
        };
        ChangePasswordDto: {
            /** @example my password so far */
            currentPassword: string;
            /**
             * @description 8 to 72 bytes in UTF-8.
             * @example staple of a new battery
             */
            newPassword: string;
        };
        ChangePrivacyDto: {
            /** @enum {string} */
            lastSeen?: "all" | "contacts" | "contact_blacklist" | "none";
            /** @enum {string} */
            online?: "all" | "match_last_seen";
            /** @enum {string} */
            profilePhoto?: "all" | "contacts" | "contact_blacklist" | "none";
            /** @enum {string} */
            about?: "all" | "contacts" | "contact_blacklist" | "none";
            /** @enum {string} */
            readReceipts?: "all" | "none";
            /** @enum {string} */
            groupsAdd?: "all" | "contacts" | "contact_blacklist" | "none";
            /** @enum {string} */
            callsAdd?: "all" | "known";
            /** @enum {string} */
            messages?: "all" | "contacts";
        };
        ChangeProfileDto: {
            /** @example Support */
            name?: string;
            /** @example Mon to Fri, 9 to 17 */
            about?: string;
            /**
             * @description A square is cut out of its middle; null takes the picture away.
             * @example {
             *       "url": "https://example.org/logo.png"
             *     }
             */
            picture?: components["schemas"]["PictureDto"] | null;
        };
        ChangeSessionDto: {
            /**
             * @description As when it was created; holds from the next time that it connects to be linked.
             * @enum {string}
             */
            syncHistory?: "none" | "recent" | "full";
            /** @example Support line */
            name?: string;
            /**
             * @description Null takes the webhook away; another URL comes with a new secret.
             * @example https://example.com/hooks/whatsapp
             */
            webhookUrl?: string | null;
            /** @description How fast it sends; null takes the session's own setting away. */
            pacing?: components["schemas"]["PacingDto"] | null;
            /**
             * @description Everything between this session and WhatsApp goes through it: `http://`, `https://` or `socks5://`, with user and password. Null: directly.
             * @example socks5://user:password@proxy.example.com:1080
             */
            proxy?: string | null;
        };
        ChangeSettingsDto: {
            /** @enum {string|null} */
            registration?: "open" | "closed" | null;
            plans?: components["schemas"]["PlansWishDto"] | null;
            /** @description 0 for any number. */
            sessionOperationsPerMinute?: number | null;
            eventRetentionDays?: number | null;
            /** @description Requests without a good credential, from one address in 15 minutes; 0 for any number. */
            requestsPerAddress?: number | null;
            mediaRetentionDays?: number | null;
            /**
             * @description Days that messages are kept, 0 for ever, and then by kind what differs.
             * @example 365,image=90,poll=0
             */
            messageRetentionDays?: string | null;
        };
        ChangeUserDto: {
            /**
             * @example PRO
             * @enum {string}
             */
            tier?: "BASIC" | "PRO" | "MAX";
            /** @enum {string} */
            role?: "USER" | "ADMIN";
            /** @description False shuts the user out, with all credentials. Sessions go on. */
            active?: boolean;
        };
        ChangeWebhookDto: {
            /** @example https://example.com/hooks/whatsapp */
            url?: string;
            /**
             * @example [
             *       "*"
             *     ]
             */
            events?: ("*" | "session.qr" | "session.status" | "session.paired" | "session.logged_out" | "session.device_added" | "message.received" | "message.status" | "message.reaction" | "message.edited" | "message.deleted" | "message.pinned" | "message.undecryptable" | "poll.vote" | "call.received" | "contact.updated" | "chat.updated" | "history.synced" | "group.updated" | "group.participants" | "presence.updated" | "webhook.disabled" | "usage.limit")[];
            /**
             * @description Replaces all of your own headers; an empty object takes them away.
             * @example {
             *       "X-Api-Key": "a-word-of-yours"
             *     }
             */
            headers?: {
                [key: string]: string;
            };
            /** @enum {string} */
            format?: "standard" | "classic";
            /**
             * @description Signatures besides the standard one (`v1`): `v1a` is made with a key that you do not have (ed25519), so that it also proves
             *     to others who sent; `x-hub-signature-256` is an older header over the body alone.
             * @example [
             *       "x-hub-signature-256"
             *     ]
             */
            extraSignatures?: ("v1a" | "x-hub-signature-256")[];
            /** @description False stops sending: events wait, as long as the event log keeps them. True goes on where it stopped, at once. */
            active?: boolean;
        };
        ChangedChatDto: {
            /** @example support-line */
            sessionId: string;
            /** @example 628123456789@s.whatsapp.net */
            chatId: string;
            archived?: boolean;
            pinned?: boolean;
            mutedUntil?: string | null;
            read?: boolean;
            ephemeralSeconds?: number | null;
        };
        ChangedSessionDto: {
            /**
             * @description How much of the past it takes over when it is linked the next time.
             * @enum {string}
             */
            syncHistory: "none" | "recent" | "full";
            /** @example support-line */
            sessionId: string;
            /** @example Support line */
            name: string;
            /**
             * @example CONNECTED
             * @enum {string}
             */
            status: "DISCONNECTED" | "CONNECTING" | "SCANNING_QR" | "CONNECTED" | "DISCONNECTING" | "LOGGED_OUT" | "BLOCKED";
            /**
             * @description A word for programs: why the status is so.
             * @example CONNECTION_LOST
             */
            reason: string | null;
            /**
             * @description A sentence for people.
             * @example Connected to WhatsApp.
             */
            connectionMessage: string;
            /** @example 628123456789@s.whatsapp.net */
            whatsappId: string | null;
            /** @example +628123456789 */
            phoneNumber: string | null;
            /** @example 98765432101234@lid */
            lid: string | null;
            /** @description The worker that holds the account now. */
            worker: components["schemas"]["WorkerOfSessionDto"] | null;
            /**
             * Format: date-time
             * @description Until when WhatsApp lets this account write to known chats only; null when it is free.
             */
            restrictedUntil: string | null;
            pacing: components["schemas"]["PacingInForceDto"];
            /**
             * @description Without its password; null: the session speaks to WhatsApp directly.
             * @example socks5://user@proxy.example.com:1080
             */
            proxy: string | null;
            /** Format: date-time */
            lastActivity: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
            /** @description With a new `webhookUrl`: signs the deliveries to it. Shown once. */
            webhookSecret?: string;
        };
        ChannelDto: {
            /**
             * @description What the session is in it.
             * @enum {string|null}
             */
            role: "OWNER" | "ADMIN" | "SUBSCRIBER" | "GUEST" | null;
            /** @example 120363041234567890@newsletter */
            channelId: string;
            name: string;
            description: string | null;
            /**
             * @description Null where WhatsApp does not tell.
             * @example 12
             */
            followers: number | null;
            verified: boolean;
            createdAt: string | null;
            /** @description Behind `https://whatsapp.com/channel/`. */
            inviteCode: string | null;
        };
        ChatDto: {
            /** @example 628123456789@s.whatsapp.net */
            chatId: string;
            /**
             * @description Of a person, the best that is known; null where nothing is.
             * @example Ada Lovelace
             */
            name: string | null;
            /** @example +628123456789 */
            phoneNumber: string | null;
            isGroup: boolean;
            /** @description Received messages that nobody has read. */
            unreadCount: number;
            /** @description There are unread messages, or the chat was marked by hand. */
            unread: boolean;
            archived: boolean;
            pinned: boolean;
            /**
             * @description Null: it is not muted. In the year 9999: until it is unmuted.
             * @example 2026-01-01T08:00:00.000Z
             */
            mutedUntil: string | null;
            /**
             * @description New messages disappear after so many seconds; null: they stay.
             * @example 604800
             */
            ephemeralSeconds: number | null;
            /**
             * @description Ids of the labels that it bears.
             * @example [
             *       "6"
             *     ]
             */
            labels: string[];
            /** @description The newest that came in, or that WhatsApp has taken; null where there is none. */
            lastMessage: components["schemas"]["MessageDto"] | null;
            /**
             * @description Epoch seconds, of the newest message; null where there is none.
             * @example 1767225600
             */
            lastMessageAt: number | null;
        };
        ChatListDto: {
            chats: components["schemas"]["ChatDto"][];
            pagination: components["schemas"]["ChatPaginationDto"];
        };
        ChatPaginationDto: {
            /** @example 50 */
            limit: number;
            /** @description Gives the next page; null on the last one. */
            nextCursor: string | null;
        };
        CheckNumbersDto: {
            /**
             * @description In international form.
             * @example [
             *       "+628123456789",
             *       "+628987654321"
             *     ]
             */
            phones: string[];
        };
        CheckedNumberDto: {
            /** @example +628123456789 */
            phone: string;
            /** @description Whether it is on WhatsApp. */
            exists: boolean;
            /**
             * @description The address to write to.
             * @example 628123456789@s.whatsapp.net
             */
            whatsappId?: string;
            /** @example 98765432101234@lid */
            lid?: string;
        };
        CheckedNumbersDto: {
            /** @description In the order of the question. */
            numbers: components["schemas"]["CheckedNumberDto"][];
        };
        ClassicAnswerDto: {
            /** @enum {string} */
            status: "success" | "error";
            /** @example 3EB0C431C26A1916E07A5E */
            messageId: string;
            /**
             * @description Epoch seconds.
             * @example 1767225600
             */
            timestamp: number;
            /** @description Why it failed. */
            failure?: string;
        };
        ClassicFormDto: {
            /**
             * @example image
             * @enum {string}
             */
            type: "image" | "video" | "audio" | "voice" | "document" | "sticker" | "videoNote";
            /** Format: binary */
            file: string;
            /**
             * @description A phone number in international form, or an address of WhatsApp.
             * @example +628123456789
             */
            to: string;
            /** @example A cat */
            caption?: string | null;
        };
        ClassicMediaDto: {
            /**
             * @example image
             * @enum {string}
             */
            type: "image" | "video" | "audio" | "voice" | "document" | "sticker" | "videoNote";
            /**
             * @description Fetched before the answer.
             * @example https://example.org/cat.jpg
             */
            mediaUrl: string;
            /**
             * @description A phone number in international form, or an address of WhatsApp.
             * @example +628123456789
             */
            to: string;
            /** @example A cat */
            caption?: string | null;
        };
        ClassicSendDto: {
            /**
             * @description A phone number in international form, or an address of WhatsApp.
             * @example +628123456789
             */
            to: string;
            /** @example Hey there! */
            message: string;
            /** @enum {string} */
            type?: "text";
        };
        ClassicTextDto: {
            /**
             * @description A phone number in international form, or an address of WhatsApp.
             * @example +628123456789
             */
            to: string;
            /** @example Hey there! */
            message: string;
        };
        ConnectionDto: {
            /** @example support-line */
            sessionId: string;
            /**
             * @example SCANNING_QR
             * @enum {string}
             */
            status: "DISCONNECTED" | "CONNECTING" | "SCANNING_QR" | "CONNECTED" | "DISCONNECTING" | "LOGGED_OUT" | "BLOCKED";
            /** @description The raw text to draw as a QR code. */
            qr?: string;
            /**
             * @description The QR code as a picture.
             * @example data:image/png;base64,iVBORw0KGgo=
             */
            qrCode?: string;
        };
        ContactCardDto: {
            /** @example Sari */
            name: string;
            /**
             * @description Null where the card tells none.
             * @example +628123456789
             */
            phone: string | null;
            vcard: string;
        };
        ContactDto: {
            /**
             * @description The address of the person's chat: by phone number where it is known, else by LID.
             * @example 628123456789@s.whatsapp.net
             */
            contactId: string;
            /**
             * @description Null as long as only the LID is known.
             * @example +628123456789
             */
            phoneNumber: string | null;
            /**
             * @description The person's other address, which stays when the number changes.
             * @example 104857600000001@lid
             */
            lid: string | null;
            /**
             * @description The best that is known: the saved name, the verified one, or what the person goes by.
             * @example Ada Lovelace
             */
            name: string | null;
            /**
             * @description What the person goes by.
             * @example Ada
             */
            pushName: string | null;
            /**
             * @description As saved on the phone.
             * @example Ada Lovelace
             */
            savedName: string | null;
            /** @description Of a business, verified by WhatsApp. */
            verifiedName: string | null;
            /** @description Another one when the picture changes; null when none was told of. */
            pictureId: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        ContactListDto: {
            contacts: components["schemas"]["ContactDto"][];
            pagination: components["schemas"]["ContactPaginationDto"];
        };
        ContactPaginationDto: {
            /** @example 100 */
            limit: number;
            /** @description Gives the next page; null on the last one. */
            nextCursor: string | null;
        };
        CreateApiKeyDto: {
            /**
             * @description What the key is for.
             * @example order notifications
             */
            name: string;
            /**
             * @description Binds the key to one session; it reaches all of your sessions when absent.
             * @example support-line
             */
            sessionId?: string | null;
            /**
             * @description What the key may do; all when absent.
             * @example [
             *       "messages:send",
             *       "messages:read"
             *     ]
             */
            scopes?: ("sessions:read" | "sessions:manage" | "messages:send" | "messages:read" | "webhooks:manage" | "events:read")[] | null;
            /**
             * @description The addresses and networks that the key may be used from; anywhere when absent or empty.
             * @example [
             *       "203.0.113.0/24"
             *     ]
             */
            allowedIps?: string[] | null;
            /**
             * @description When the key stops working; never when absent.
             * @example 2099-01-01T00:00:00.000Z
             */
            expiresAt?: string | null;
        };
        CreateChannelDto: {
            /** @example News of the shop */
            name: string;
            /** @example What is new, once a week */
            description?: string | null;
        };
        CreateGroupDto: {
            /** @example Order 4711 */
            subject: string;
            /**
             * @description Phone numbers in international form, or addresses of WhatsApp.
             * @example [
             *       "+628123456789"
             *     ]
             */
            participants: string[];
        };
        CreateSessionDto: {
            /**
             * @description How much of the past it takes over when it is linked: names of people only (`none`), the last months of chats (`recent`), or all
             *     that the phone hands over (`full`).
             * @default recent
             * @enum {string}
             */
            syncHistory?: "none" | "recent" | "full";
            /**
             * @description Your own id for the session, unique in this installation; made by the server when absent.
             * @example support-line
             */
            sessionId?: string | null;
            /**
             * @description A name for people; the id when absent.
             * @example Support line
             */
            name?: string | null;
            /**
             * @description Events of this session are posted there, in the classic format.
             * @example https://example.com/hooks/whatsapp
             */
            webhookUrl?: string | null;
            /** @description How fast it sends; null takes the session's own setting away. */
            pacing?: components["schemas"]["PacingDto"] | null;
            /**
             * @description Everything between this session and WhatsApp goes through it: `http://`, `https://` or `socks5://`, with user and password. Null: directly.
             * @example socks5://user:password@proxy.example.com:1080
             */
            proxy?: string | null;
        };
        CreateTemplateDto: {
            /**
             * @description Unique among your templates.
             * @example order-ready
             */
            name: string;
            /**
             * @description The text, with places for variables.
             * @example Hi {{name}}, your order {{order}} is ready.
             */
            body: string;
        };
        CreateWebhookDto: {
            /**
             * @description Where events are posted to: https, a public host, no credentials in it.
             * @example https://example.com/hooks/whatsapp
             */
            url: string;
            /**
             * @description Types of events, or `*` for all of them, also for those of later versions.
             * @example [
             *       "message.received",
             *       "message.status"
             *     ]
             */
            events?: ("*" | "session.qr" | "session.status" | "session.paired" | "session.logged_out" | "session.device_added" | "message.received" | "message.status" | "message.reaction" | "message.edited" | "message.deleted" | "message.pinned" | "message.undecryptable" | "poll.vote" | "call.received" | "contact.updated" | "chat.updated" | "history.synced" | "group.updated" | "group.participants" | "presence.updated" | "webhook.disabled" | "usage.limit")[];
            /**
             * @description Only events of this session; without it, events of all your sessions, also of later ones.
             * @example support-line
             */
            sessionId?: string | null;
            /**
             * @description Your own headers on every request, 20 at most. Not `webhook-…`, `content-…`, `host` and those of the connection.
             * @example {
             *       "X-Api-Key": "a-word-of-yours"
             *     }
             */
            headers?: {
                [key: string]: string;
            };
            /**
             * @description `classic` bodies are those of older gateways; signatures are the same.
             * @enum {string}
             */
            format?: "standard" | "classic";
            /**
             * @description Signatures besides the standard one (`v1`): `v1a` is made with a key that you do not have (ed25519), so that it also proves
             *     to others who sent; `x-hub-signature-256` is an older header over the body alone.
             * @example [
             *       "x-hub-signature-256"
             *     ]
             */
            extraSignatures?: ("v1a" | "x-hub-signature-256")[];
        };
        CreatedApiKeyDto: {
            /**
             * @description The key itself. It is shown this once and can not be looked up later.
             * @example wag_Ab3dEf7h_0123456789ABCDEFGHIJKLMNOPQRSTUV3ZOkqR
             */
            key: string;
            /** @example 019a5c2e-7b1f-7c3d-9f51-0d6f1f0a2b3c */
            id: string;
            /** @example order notifications */
            name: string;
            /**
             * @description The first 12 characters of the key, to know it by.
             * @example wag_Ab3dEf7h
             */
            prefix: string;
            /**
             * @example [
             *       "messages:send",
             *       "messages:read"
             *     ]
             */
            scopes: ("sessions:read" | "sessions:manage" | "messages:send" | "messages:read" | "webhooks:manage" | "events:read")[];
            /** @example support-line */
            sessionId: string | null;
            /** @description Empty: it may be used from anywhere. */
            allowedIps: string[];
            /** Format: date-time */
            expiresAt: string | null;
            /**
             * Format: date-time
             * @description The key as it was before the last rotation is good until then; null when it is not.
             */
            previousUntil: string | null;
            /**
             * Format: date-time
             * @description Exact to a minute.
             */
            lastUsedAt: string | null;
            /** Format: date-time */
            createdAt: string;
        };
        CreatedGroupDto: {
            /**
             * @description What the session is in it.
             * @enum {string|null}
             */
            role: "member" | "admin" | "superadmin" | null;
            /**
             * @description Who adds people.
             * @enum {string}
             */
            memberAddMode: "all" | "admins";
            /** @example 120363041234567890@g.us */
            groupId: string;
            /** @example Order 4711 */
            subject: string;
            description: string | null;
            /** @example 628123456789@s.whatsapp.net */
            owner: string | null;
            /** @example 2026-01-01T00:00:00.000Z */
            createdAt: string | null;
            /**
             * @description How many are in it.
             * @example 12
             */
            size: number;
            /** @description Only administrators write. */
            announce: boolean;
            /** @description Only administrators change subject, description, picture and disappearing. */
            locked: boolean;
            /** @description An administrator lets in who joins by link. */
            joinApproval: boolean;
            /** @description Messages disappear after so many seconds; 0: never. */
            ephemeralSeconds: number;
            /** @description Who of those asked for is not in it, and why. */
            notAdded: components["schemas"]["MemberResultDto"][];
            participants: components["schemas"]["GroupMemberDto"][];
        };
        CreatedSessionDto: {
            /** @example support-line */
            sessionId: string;
            /** @example Support line */
            name: string;
            /**
             * @example DISCONNECTED
             * @enum {string}
             */
            status: "DISCONNECTED" | "CONNECTING" | "SCANNING_QR" | "CONNECTED" | "DISCONNECTING" | "LOGGED_OUT" | "BLOCKED";
            /** @description A key for this session only. Shown once. */
            apiKey: string;
            /** @description Signs the deliveries to `webhookUrl`. Shown once. */
            webhookSecret?: string;
            /** Format: date-time */
            createdAt: string;
        };
        CreatedWebhookDto: {
            /**
             * @description Verifies signatures (Standard Webhooks). Shown here and never again.
             * @example whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD
             */
            secret: string;
            /** @example 0198c1a0-7c5e-7d3a-9d5f-2f6f0c1b7a11 */
            id: string;
            /** @example https://example.com/hooks/whatsapp */
            url: string;
            /**
             * @example [
             *       "*"
             *     ]
             */
            events: ("session.qr" | "session.status" | "session.paired" | "session.logged_out" | "session.device_added" | "message.received" | "message.status" | "message.reaction" | "message.edited" | "message.deleted" | "message.pinned" | "message.undecryptable" | "poll.vote" | "call.received" | "contact.updated" | "chat.updated" | "history.synced" | "group.updated" | "group.participants" | "presence.updated" | "webhook.disabled" | "usage.limit" | "*")[];
            /**
             * @description Null: events of all your sessions.
             * @example support-line
             */
            sessionId: string | null;
            /**
             * @example standard
             * @enum {string}
             */
            format: "standard" | "classic";
            /**
             * @description Your own headers; their values are not shown again.
             * @example [
             *       "X-Api-Key"
             *     ]
             */
            headerNames: string[];
            /**
             * @description Signatures besides the standard ones.
             * @example [
             *       "x-hub-signature-256"
             *     ]
             */
            extraSignatures: ("v1a" | "x-hub-signature-256")[];
            /**
             * @description Checks the `v1a` signatures (ed25519, Standard Webhooks); null without them.
             * @example whpk_UPIcuc0mRfL8hdgWpKMpVzS4Ex1b5Pd7KyRTWeRFpAk=
             */
            publicKey: string | null;
            /**
             * Format: date-time
             * @description Until when the secret before the last rotation signs as well.
             */
            previousSecretUntil: string | null;
            /** @example true */
            active: boolean;
            /**
             * @description Why we stopped sending by ourselves.
             * @example The endpoint answered 410 Gone.
             */
            disabledReason: string | null;
            /**
             * Format: date-time
             * @description The first failure after the newest success.
             */
            failingSince: string | null;
            /**
             * @description Failed attempts since the newest success.
             * @example 0
             */
            failureCount: number;
            /** Format: date-time */
            lastSuccessAt: string | null;
            /** Format: date-time */
            createdAt: string;
        };
        DataExportDto: {
            id: string;
            /** @description Null: everything. */
            sessionId: string | null;
            /**
             * @example RUNNING
             * @enum {string}
             */
            status: "QUEUED" | "FAILED" | "RUNNING" | "READY";
            /**
             * @description In percent.
             * @example 40
             */
            progress: number;
            /** @description Of the archive, once it is READY. */
            sizeBytes: number | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            finishedAt: string | null;
            /**
             * Format: date-time
             * @description When it is erased; null while it is not finished.
             */
            expiresAt: string | null;
        };
        DataExportListDto: {
            /** @description Newest first. */
            exports: components["schemas"]["DataExportDto"][];
        };
        DeletedSessionDto: {
            /** @example support-line */
            sessionId: string;
            /** @example Session deleted successfully */
            message: string;
        };
        DeliveryDto: {
            /** @example 4711 */
            id: string;
            /**
             * @description The `webhook-id` of every attempt.
             * @example evt_0198c1a07c5e7d3a9d5f2f6f0c1b7a11
             */
            eventId: string;
            /**
             * @example message.received
             * @enum {string}
             */
            type: "session.qr" | "session.status" | "session.paired" | "session.logged_out" | "session.device_added" | "message.received" | "message.status" | "message.reaction" | "message.edited" | "message.deleted" | "message.pinned" | "message.undecryptable" | "poll.vote" | "call.received" | "contact.updated" | "chat.updated" | "history.synced" | "group.updated" | "group.participants" | "presence.updated" | "webhook.disabled" | "usage.limit";
            /** @example support-line */
            sessionId: string;
            /** @example 4711 */
            sequence: number;
            /**
             * @example pending
             * @enum {string}
             */
            status: "pending" | "delivered" | "failed";
            /** @example 1 */
            attemptCount: number;
            attempts: components["schemas"]["AttemptDto"][];
            /**
             * Format: date-time
             * @description Null when there is none.
             */
            nextAttemptAt: string | null;
            /** Format: date-time */
            createdAt: string;
            /**
             * Format: date-time
             * @description When it was delivered or given up.
             */
            finishedAt: string | null;
        };
        DeliveryListDto: {
            deliveries: components["schemas"]["DeliveryDto"][];
            pagination: components["schemas"]["PaginationDto"];
        };
        DetailedHealthDto: {
            /** @enum {string} */
            status: "ok" | "degraded";
            /** @example gateway */
            role: string;
            /** @example 1.0.0 */
            version: string;
            uptimeSeconds: number;
            /** @description What this process depends on. */
            checks: components["schemas"]["HealthCheckDto"][];
        };
        DeviceDto: {
            /**
             * @description WhatsApp's number of it; 0 is the phone.
             * @example 2
             */
            device: number;
            /** @description It is this session. */
            isOwn: boolean;
            /** @description It was linked already when this session was, or when the list was seen first. */
            wasThere: boolean;
            /** Format: date-time */
            seenAt: string;
        };
        DiagnosticsDto: {
            /**
             * @example CONNECTED
             * @enum {string}
             */
            status: "DISCONNECTED" | "CONNECTING" | "SCANNING_QR" | "CONNECTED" | "DISCONNECTING" | "LOGGED_OUT" | "BLOCKED";
            /** @example support-line */
            sessionId: string;
            reason: string | null;
            message: string;
            /** @description How it got there, newest first: its newest 50 steps, whichever worker had it. */
            history: components["schemas"]["PastStepDto"][];
            /** @description Those of its newest 1000 messages that failed, 10 at most, newest first. */
            failures: components["schemas"]["FailedMessageDto"][];
            queue: components["schemas"]["QueueDto"];
            pacing: components["schemas"]["PaceDto"];
            /** @description All devices of the account, looked for every hour and when WhatsApp tells of a change; empty until the first look. */
            devices: components["schemas"]["DeviceDto"][];
            /** @description Null while it has never been connected. */
            ownership: components["schemas"]["OwnershipDto"] | null;
            /** @description Those that hear of this session. */
            webhooks: components["schemas"]["WebhookHealthDto"][];
        };
        DrainingWorkerDto: {
            workerId: string;
            /** @enum {string} */
            status: "ONLINE" | "DRAINING" | "OFFLINE" | "PENDING";
            /** @description Sessions that still have to move. */
            sessionCount: number;
        };
        EncryptionDto: {
            /**
             * @description The name of the key that seals: it tells nothing of the key.
             * @example 3fa2b1c4d5e6
             */
            keyId: string;
            /** @description The names of those that can only open. */
            previousKeyIds: string[];
            /** @description Whether nothing needs the previous keys any more. */
            complete: boolean;
            kinds: components["schemas"]["SealedKindDto"][];
            /**
             * Format: date-time
             * @description When the copies of all sessions in the object store were brought under the key; null: they are on their way.
             */
            copiesFinishedAt: string | null;
        };
        EndingSessionDto: {
            /** @example support-line */
            sessionId: string;
            /**
             * @example DISCONNECTING
             * @enum {string}
             */
            status: "DISCONNECTING";
            /** @example Session logout initiated. */
            message: string;
        };
        EraseMeDto: {
            /** @example my password so far */
            password: string;
        };
        EventDto: {
            /**
             * @description What happened; the fields depend on the type.
             * @example {
             *       "messageId": "3EB0A1B2C3D4E5F60718",
             *       "from": "628123456789@s.whatsapp.net",
             *       "messageType": "text",
             *       "text": "Hi"
             *     }
             */
            data: {
                [key: string]: unknown;
            };
            /**
             * @description The same on every delivery.
             * @example evt_0198c1a07c5e7d3a9d5f2f6f0c1b7a11
             */
            id: string;
            /**
             * @example message.received
             * @enum {string}
             */
            type: "session.qr" | "session.status" | "session.paired" | "session.logged_out" | "session.device_added" | "message.received" | "message.status" | "message.reaction" | "message.edited" | "message.deleted" | "message.pinned" | "message.undecryptable" | "poll.vote" | "call.received" | "contact.updated" | "chat.updated" | "history.synced" | "group.updated" | "group.participants" | "presence.updated" | "webhook.disabled" | "usage.limit";
            /**
             * @description The name that older gateways use.
             * @example message_received
             */
            event: string;
            /** @example support-line */
            sessionId: string;
            /**
             * @description Counts the events of the session without gaps, from 1.
             * @example 4711
             */
            sequence: number;
            /** @example 2026-01-15T10:30:00.000Z */
            createdAt: string;
        };
        EventListDto: {
            events: components["schemas"]["EventDto"][];
            pagination: components["schemas"]["EventPageDto"];
        };
        EventPageDto: {
            /** @example 100 */
            limit: number;
            /**
             * @description To pass as `after` for what follows, now or later; null while there is nothing at all.
             * @example 4711
             */
            nextCursor: string | null;
        };
        ExportListDto: {
            /** @description Oldest first. */
            exports: components["schemas"]["ExportedDayDto"][];
        };
        ExportSessionDto: {
            /**
             * @description Opens the file. It is not kept: whoever loses it has to link the phone anew.
             * @example seven words that nobody else knows
             */
            passphrase: string;
            /** @description The only installation that may import the file: the `fingerprint` of its `GET /installation/key`. */
            recipient?: string;
            /** @description True ends messages that still wait to be sent, as FAILED, instead of refusing the export. */
            force?: boolean;
        };
        ExportedDayDto: {
            /**
             * @description UTC.
             * @example 2026-01-15
             */
            day: string;
            /**
             * @description Of the encrypted object.
             * @example 52311
             */
            sizeBytes: number;
            /** Format: date-time */
            exportedAt: string;
        };
        FailedMessageDto: {
            /** @example 3EB0C431C26A1916E07A5E */
            messageId: string;
            /** @example recipient.not_on_whatsapp */
            failure: string;
            /** Format: date-time */
            at: string;
        };
        FieldProblemDto: {
            /**
             * @description A JSON pointer into the body, or the name of a query or path parameter.
             * @example /to
             */
            pointer: string;
            /** @example must be a string */
            detail: string;
        };
        FollowedChannelDto: {
            /** @enum {string} */
            status: "FOLLOWED" | "UNFOLLOWED";
            /** @example 120363041234567890@newsletter */
            channelId: string;
        };
        GroupDto: {
            /**
             * @description What the session is in it.
             * @enum {string|null}
             */
            role: "member" | "admin" | "superadmin" | null;
            /**
             * @description Who adds people.
             * @enum {string}
             */
            memberAddMode: "all" | "admins";
            /** @example 120363041234567890@g.us */
            groupId: string;
            /** @example Order 4711 */
            subject: string;
            description: string | null;
            /** @example 628123456789@s.whatsapp.net */
            owner: string | null;
            /** @example 2026-01-01T00:00:00.000Z */
            createdAt: string | null;
            /**
             * @description How many are in it.
             * @example 12
             */
            size: number;
            /** @description Only administrators write. */
            announce: boolean;
            /** @description Only administrators change subject, description, picture and disappearing. */
            locked: boolean;
            /** @description An administrator lets in who joins by link. */
            joinApproval: boolean;
            /** @description Messages disappear after so many seconds; 0: never. */
            ephemeralSeconds: number;
            participants: components["schemas"]["GroupMemberDto"][];
        };
        GroupInviteDto: {
            groupId: string;
            /** @example AbCdEfGh12345 */
            inviteCode: string;
            /** @example https://chat.whatsapp.com/AbCdEfGh12345 */
            inviteLink: string;
        };
        GroupInviteViewDto: {
            /** @example 120363041234567890@g.us */
            group: string;
            /** @example Xk3vbn0PqLz71rTy */
            inviteCode: string;
            /** @example Reading club */
            groupName?: string;
            /** @example 2026-01-04T00:00:00.000Z */
            expiresAt?: string;
        };
        GroupListDto: {
            groups: components["schemas"]["GroupSummaryDto"][];
            pagination: components["schemas"]["GroupPaginationDto"];
        };
        GroupMemberDto: {
            /**
             * @example admin
             * @enum {string}
             */
            role: "member" | "admin" | "superadmin";
            /**
             * @description By phone number where WhatsApp tells it.
             * @example 628123456789@s.whatsapp.net
             */
            id: string;
            /** @example +628123456789 */
            phoneNumber: string | null;
            /** @example 98765432101234@lid */
            lid: string | null;
        };
        GroupPaginationDto: {
            /** @example 50 */
            limit: number;
            /** @description Gives the next page; null on the last one. */
            nextCursor: string | null;
        };
        GroupPictureDto: {
            groupId: string;
            /** @description Where WhatsApp has it, for some days. */
            url: string;
        };
        GroupSummaryDto: {
            /**
             * @description What the session is in it.
             * @enum {string|null}
             */
            role: "member" | "admin" | "superadmin" | null;
            /**
             * @description Who adds people.
             * @enum {string}
             */
            memberAddMode: "all" | "admins";
            /** @example 120363041234567890@g.us */
            groupId: string;
            /** @example Order 4711 */
            subject: string;
            description: string | null;
            /** @example 628123456789@s.whatsapp.net */
            owner: string | null;
            /** @example 2026-01-01T00:00:00.000Z */
            createdAt: string | null;
            /**
             * @description How many are in it.
             * @example 12
             */
            size: number;
            /** @description Only administrators write. */
            announce: boolean;
            /** @description Only administrators change subject, description, picture and disappearing. */
            locked: boolean;
            /** @description An administrator lets in who joins by link. */
            joinApproval: boolean;
            /** @description Messages disappear after so many seconds; 0: never. */
            ephemeralSeconds: number;
        };
        HealthCheckDto: {
            /** @example database */
            name: string;
            /** @enum {string} */
            status: "ok" | "failing";
            durationMs: number;
        };
        HealthDto: {
            /** @enum {string} */
            status: "ok";
            /** @example gateway */
            role: string;
            /** @example 1.0.0 */
            version: string;
            uptimeSeconds: number;
        };
        HealthMonitorDto: {
            /** @description While it does not run, only missing beats show that a worker died, after three seconds. */
            running: boolean;
            intervalMs: number;
            online: number;
            offline: number;
            /** @description Workers that seem dead and are not given up yet, because more do at once than is likely. */
            suspected: number;
        };
        HeartbeatDto: {
            sessionCount?: number;
            /** @description Percent of one processor. */
            cpuUsage?: number;
            /** @description Percent of the memory that the process may use. */
            memoryUsage?: number;
            /** @description In and out, since the start. */
            messages?: number;
        };
        ImportSessionForm: {
            /**
             * Format: binary
             * @description What the export answered.
             */
            file: string;
            /** @description That of the export. */
            passphrase: string;
            /** @description Only a file that this installation made is taken: the `fingerprint` of its `GET /installation/key`. */
            exporter?: string;
            /**
             * @description The id here; that of the file when absent.
             * @example support-line
             */
            sessionId?: string;
        };
        ImportedSessionDto: {
            /** @description The session's own key, shown once; absent when the session came back to where it was. */
            apiKey?: string;
            /** @example support-line */
            sessionId: string;
            /** @example Support line */
            name: string;
            /**
             * @description It connects by itself.
             * @example CONNECTING
             * @enum {string}
             */
            status: "DISCONNECTED" | "CONNECTING" | "SCANNING_QR" | "CONNECTED" | "DISCONNECTING" | "LOGGED_OUT" | "BLOCKED";
            /** @description The fingerprint of the installation that made the file. */
            exporter: string;
            /** Format: date-time */
            exportedAt: string;
        };
        InstallationDto: {
            /**
             * @description Whether anybody may register.
             * @enum {string}
             */
            registration: "open" | "closed";
            /**
             * @description A phone in the browser that can scan QR codes: append `#qr=` and the text of one, percent-encoded. Null when there is none,
             *     which is usual: people have their own.
             */
            phoneUrl: string | null;
        };
        InstallationKeyDto: {
            /** @description By what other installations know this one: SHA-256 of the key that signs exports, in hexadecimal. */
            fingerprint: string;
        };
        JoinGroupDto: {
            /**
             * @description The code of an invite, or its whole link.
             * @example https://chat.whatsapp.com/AbCdEfGh12345
             */
            inviteCode?: string;
            /** @description Instead of the code: a received message of the type `groupInvite`. */
            messageId?: string;
        };
        JoinRequestDto: {
            /** @example 628123456789@s.whatsapp.net */
            id: string;
            phoneNumber: string | null;
            lid: string | null;
            requestedAt: string | null;
            /**
             * @description How it came, in WhatsApp's words.
             * @example invite_link
             */
            method: string | null;
        };
        JoinRequestListDto: {
            groupId: string;
            requests: components["schemas"]["JoinRequestDto"][];
        };
        JoinedGroupDto: {
            /**
             * @description REQUESTED: an administrator has to let the session in.
             * @enum {string}
             */
            status: "JOINED" | "REQUESTED";
            groupId: string;
        };
        LabelDto: {
            /** @example 6 */
            labelId: string;
            /** @example Paid */
            name: string;
            /**
             * @description From 0 to 19.
             * @example 3
             */
            color: number;
        };
        LabelListDto: {
            labels: components["schemas"]["LabelDto"][];
        };
        LeftGroupDto: {
            /** @enum {string} */
            status: "LEFT";
            groupId: string;
        };
        LimitsDto: {
            /** @enum {string} */
            tier: "BASIC" | "PRO" | "MAX";
            messages: components["schemas"]["AllowanceDto"] | null;
            calls: components["schemas"]["AllowanceDto"] | null;
            sessionOperations: components["schemas"]["AllowanceDto"] | null;
            sessions: components["schemas"]["SessionRoomDto"] | null;
        };
        LinkPreviewDto: {
            /**
             * @description As it stands in the text; the first link when absent.
             * @example https://example.org/menu
             */
            url?: string | null;
            /** @example Our menu */
            title: string;
            /** @example All we have today */
            description?: string | null;
            /** @description A picture of `POST /media`, shown small. */
            imageMediaId?: string | null;
        };
        LivenessDto: {
            /** @enum {string} */
            status: "ok";
        };
        LocationViewDto: {
            /** @example -6.2088 */
            latitude: number;
            /** @example 106.8456 */
            longitude: number;
            /** @example Warung Sari */
            name?: string;
            address?: string;
        };
        LoginDto: {
            /** @example ann@example.com */
            email: string;
            /** @example correct horse battery */
            password: string;
        };
        MediaDto: {
            /**
             * @description What it goes as.
             * @example image
             * @enum {string}
             */
            kind: "image" | "video" | "audio" | "document";
            /** @example 0197f0c4-9b6c-7c9e-a7b1-2f3f8d6f5e11 */
            mediaId: string;
            /**
             * @description What the bytes are.
             * @example image/jpeg
             */
            mimetype: string;
            /** @example menu.jpg */
            filename?: string;
            /** @example 48213 */
            sizeBytes: number;
            /**
             * @description In hexadecimal.
             * @example b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9
             */
            sha256: string;
            /** Format: date-time */
            createdAt: string;
        };
        MediaViewDto: {
            /**
             * @description Why a received file will never be here.
             * @enum {string}
             */
            failure?: "GONE" | "DAMAGED" | "TOO_LARGE" | "UNREACHABLE";
            /** @example 0198a3c2-5e1f-7cc3-8a51-9d0f2b7c4e66 */
            mediaId: string;
            /**
             * @description Where its bytes are, on this server.
             * @example /api/v1/media/0198a3c2-5e1f-7cc3-8a51-9d0f2b7c4e66
             */
            url: string;
            /** @example image/jpeg */
            mimetype: string;
            /** @example invoice.pdf */
            filename?: string;
            /**
             * @description Of a received file: what its sender says, until it is here.
             * @example 48213
             */
            sizeBytes?: number;
            /** @description Of audio and video. */
            seconds?: number;
            /** @description Of pictures and video, in pixels. */
            width?: number;
            /** @description Of pictures and video, in pixels. */
            height?: number;
            /** @description What the sender of a received file shows of it: a small JPEG, in base64. */
            thumbnail?: string;
        };
        MemberInviteDto: {
            /** @description To be sent to the person, as a message of the type `groupInvite`. */
            code: string;
            expiresAt: string | null;
        };
        MemberReceiptDto: {
            /** @example 628987654321@s.whatsapp.net */
            member: string;
            /**
             * @description Where WhatsApp tells it.
             * @example +628987654321
             */
            phoneNumber: string | null;
            /** Format: date-time */
            deliveredAt?: string;
            /** Format: date-time */
            readAt?: string;
            /**
             * Format: date-time
             * @description Of voice messages.
             */
            playedAt?: string;
        };
        MemberResultDto: {
            /**
             * @description Why not. INVITE_NEEDED: the person’s privacy wants an invite.
             * @enum {string}
             */
            reason?: "INVITE_NEEDED" | "NOT_ON_WHATSAPP" | "NOT_A_MEMBER" | "NO_REQUEST" | "ALREADY_A_MEMBER" | "LEFT_RECENTLY" | "BLOCKED" | "NOT_ALLOWED" | "REFUSED";
            /** @example 628123456789@s.whatsapp.net */
            id: string;
            /** @example +628123456789 */
            phoneNumber: string | null;
            /** @description Whether it was done for this person. */
            done: boolean;
            /** @description WhatsApp's own code of the reason. */
            code?: number;
            /** @description Where WhatsApp offers to invite the person instead. */
            invite?: components["schemas"]["MemberInviteDto"];
        };
        MemberResultsDto: {
            groupId: string;
            results: components["schemas"]["MemberResultDto"][];
        };
        MessageCountsDto: {
            /** @description Received. */
            in: number;
            /** @description Accepted to be sent. */
            out: number;
        };
        MessageDetailsDto: {
            /** @enum {boolean} */
            forwarded?: true;
            /**
             * @description It can be opened once.
             * @enum {boolean}
             */
            viewOnce?: true;
            /** @enum {string} */
            direction: "inbound" | "outbound";
            /**
             * @example DELIVERED
             * @enum {string}
             */
            status: "QUEUED" | "SENDING" | "SENT" | "DELIVERED" | "READ" | "PLAYED" | "FAILED" | "EXPIRED" | "CANCELLED";
            /**
             * @description Why it is held.
             * @example PACING
             * @enum {string}
             */
            reason?: "PACING" | "NEW_CHAT_LIMIT" | "REACHOUT_TIMELOCK" | "MEDIA_UNAVAILABLE";
            /** @example 3EB0C431C26A1916E07A5E */
            messageId: string;
            /**
             * @description Null for a message that was accepted before the session was paired.
             * @example 628123456789@s.whatsapp.net
             */
            from: string | null;
            /** @example 628987654321@s.whatsapp.net */
            to: string;
            /**
             * @description The chat it belongs to: the other person, or the group.
             * @example 628123456789@s.whatsapp.net
             */
            chatId: string;
            /**
             * @description The other person's number, where WhatsApp tells it.
             * @example +628123456789
             */
            phoneNumber: string | null;
            /**
             * @description The name that the sender has chosen.
             * @example Sari
             */
            pushName?: string;
            /**
             * @description `text`, `image`, `video`, `videoNote`, `audio`, `voice`, `document`, `sticker`, `location`, `contact`, `groupInvite` or `poll`; of
             *     messages that were sent from here also `reaction`, `edit`, `delete` and `pin`; `unsupported` for what this version can not read; `undecryptable` until
             *     WhatsApp sends it again; `deleted`.
             * @example text
             */
            type: string;
            /**
             * @description Of `reaction`; empty: it was taken back.
             * @example 👍
             */
            emoji?: string;
            /** @description Of `reaction`, `edit`, `delete` and `pin`: the message that it is about. */
            targetMessageId?: string;
            /**
             * @description Of `pin`; 0: it was taken away.
             * @example 86400
             */
            forSeconds?: number;
            /**
             * @description What WhatsApp calls the content, for `unsupported`.
             * @example albumMessage
             */
            rawKind?: string;
            /** @description The newest of each person. */
            reactions?: components["schemas"]["ReactionDto"][];
            /** @description By the account, on any of its devices. */
            starred?: boolean;
            /**
             * @description Ids of labels, by the account.
             * @example [
             *       "4"
             *     ]
             */
            labels?: string[];
            /**
             * Format: date-time
             * @description For everybody in the chat.
             */
            pinnedUntil?: string;
            /** @description Why it failed. */
            failure?: string;
            /**
             * Format: date-time
             * @description A queued message leaves not before.
             */
            heldUntil?: string;
            /** @example order-4711 */
            clientRef?: string;
            /**
             * Format: date-time
             * @description Scheduled: it leaves not before.
             */
            sendAt?: string;
            /**
             * @description WhatsApp's time of the message, epoch seconds.
             * @example 1767225600
             */
            timestamp: number;
            /** Format: date-time */
            createdAt: string;
            /** @example Hey there! */
            text?: string;
            /** @description Of a file or an invitation. */
            caption?: string;
            media?: components["schemas"]["MediaViewDto"];
            location?: components["schemas"]["LocationViewDto"];
            contacts?: components["schemas"]["ContactCardDto"][];
            /** @description Into a group. */
            invite?: components["schemas"]["GroupInviteViewDto"];
            poll?: components["schemas"]["PollResultDto"];
            /** @description The message that it answers. */
            replyTo?: components["schemas"]["QuoteViewDto"];
            /**
             * @description The people that it names.
             * @example [
             *       "628123456789@s.whatsapp.net"
             *     ]
             */
            mentions?: string[];
            /** @description How long after it was sent it disappears. */
            disappearsAfterSeconds?: number;
            /** @description Of an outgoing message that WhatsApp does not have yet: what it waits for. */
            waiting?: components["schemas"]["WaitingDto"];
            /** @description How it got there, oldest first. */
            timeline: components["schemas"]["TimelineEntryDto"][];
            /** @description Of a message to a group: who has it. It is `DELIVERED` when the first member has it, and `READ` when the first has read it. */
            receipts?: components["schemas"]["MemberReceiptDto"][];
        };
        MessageDto: {
            /** @enum {boolean} */
            forwarded?: true;
            /**
             * @description It can be opened once.
             * @enum {boolean}
             */
            viewOnce?: true;
            /** @enum {string} */
            direction: "inbound" | "outbound";
            /**
             * @example DELIVERED
             * @enum {string}
             */
            status: "QUEUED" | "SENDING" | "SENT" | "DELIVERED" | "READ" | "PLAYED" | "FAILED" | "EXPIRED" | "CANCELLED";
            /**
             * @description Why it is held.
             * @example PACING
             * @enum {string}
             */
            reason?: "PACING" | "NEW_CHAT_LIMIT" | "REACHOUT_TIMELOCK" | "MEDIA_UNAVAILABLE";
            /** @example 3EB0C431C26A1916E07A5E */
            messageId: string;
            /**
             * @description Null for a message that was accepted before the session was paired.
             * @example 628123456789@s.whatsapp.net
             */
            from: string | null;
            /** @example 628987654321@s.whatsapp.net */
            to: string;
            /**
             * @description The chat it belongs to: the other person, or the group.
             * @example 628123456789@s.whatsapp.net
             */
            chatId: string;
            /**
             * @description The other person's number, where WhatsApp tells it.
             * @example +628123456789
             */
            phoneNumber: string | null;
            /**
             * @description The name that the sender has chosen.
             * @example Sari
             */
            pushName?: string;
            /**
             * @description `text`, `image`, `video`, `videoNote`, `audio`, `voice`, `document`, `sticker`, `location`, `contact`, `groupInvite` or `poll`; of
             *     messages that were sent from here also `reaction`, `edit`, `delete` and `pin`; `unsupported` for what this version can not read; `undecryptable` until
             *     WhatsApp sends it again; `deleted`.
             * @example text
             */
            type: string;
            /**
             * @description Of `reaction`; empty: it was taken back.
             * @example 👍
             */
            emoji?: string;
            /** @description Of `reaction`, `edit`, `delete` and `pin`: the message that it is about. */
            targetMessageId?: string;
            /**
             * @description Of `pin`; 0: it was taken away.
             * @example 86400
             */
            forSeconds?: number;
            /**
             * @description What WhatsApp calls the content, for `unsupported`.
             * @example albumMessage
             */
            rawKind?: string;
            /** @description The newest of each person. */
            reactions?: components["schemas"]["ReactionDto"][];
            /** @description By the account, on any of its devices. */
            starred?: boolean;
            /**
             * @description Ids of labels, by the account.
             * @example [
             *       "4"
             *     ]
             */
            labels?: string[];
            /**
             * Format: date-time
             * @description For everybody in the chat.
             */
            pinnedUntil?: string;
            /** @description Why it failed. */
            failure?: string;
            /**
             * Format: date-time
             * @description A queued message leaves not before.
             */
            heldUntil?: string;
            /** @example order-4711 */
            clientRef?: string;
            /**
             * Format: date-time
             * @description Scheduled: it leaves not before.
             */
            sendAt?: string;
            /**
             * @description WhatsApp's time of the message, epoch seconds.
             * @example 1767225600
             */
            timestamp: number;
            /** Format: date-time */
            createdAt: string;
            /** @example Hey there! */
            text?: string;
            /** @description Of a file or an invitation. */
            caption?: string;
            media?: components["schemas"]["MediaViewDto"];
            location?: components["schemas"]["LocationViewDto"];
            contacts?: components["schemas"]["ContactCardDto"][];
            /** @description Into a group. */
            invite?: components["schemas"]["GroupInviteViewDto"];
            poll?: components["schemas"]["PollResultDto"];
            /** @description The message that it answers. */
            replyTo?: components["schemas"]["QuoteViewDto"];
            /**
             * @description The people that it names.
             * @example [
             *       "628123456789@s.whatsapp.net"
             *     ]
             */
            mentions?: string[];
            /** @description How long after it was sent it disappears. */
            disappearsAfterSeconds?: number;
        };
        MessageExportDto: {
            sessionId: string;
            /**
             * @description UTC.
             * @example 2026-01-15
             */
            day: string;
            /** @description Oldest first. */
            messages: components["schemas"]["MessageDetailsDto"][];
        };
        MessageListDto: {
            messages: components["schemas"]["MessageDto"][];
            pagination: components["schemas"]["MessagePaginationDto"];
        };
        MessagePaginationDto: {
            /** @example 50 */
            limit: number;
            /** @description Gives the next page; null on the last one. */
            nextCursor: string | null;
            /** @description How many there are in all; only where `offset` is used, and left out when there are more than 10,000. */
            total?: number;
            offset?: number;
        };
        MetricsDto: {
            /** Format: date-time */
            sampledAt: string;
            /** @enum {string} */
            status: "ONLINE" | "DRAINING" | "OFFLINE" | "PENDING";
            sessions: number;
            cpuUsage: number;
            memoryUsage: number;
            messages: number;
        };
        MetricsListDto: {
            workerId: string;
            /** @description Newest first. */
            metrics: components["schemas"]["MetricsDto"][];
        };
        MigrateDto: {
            /** @description The best one when absent. */
            workerId?: string | null;
        };
        MigrationDto: {
            sessionId: string;
            /** @description The worker that had it; null when none did. */
            from: string | null;
            /** @description The worker that is to have it. */
            workerId: string;
        };
        NewLabelDto: {
            /** @example Paid */
            name: string;
            /** @description Of the 20 that WhatsApp's clients show, by number. */
            color?: number;
        };
        OneTimePasswordDto: {
            userId: string;
            /**
             * @description Shown this once; the user signs in with it and changes it.
             * @example q3Zt1n0aV5xw8KfLr2bY
             */
            password: string;
        };
        OwnershipDto: {
            /**
             * @description What is wanted of the session.
             * @enum {string}
             */
            desired: "on" | "off" | "logged_out";
            /**
             * @description The live worker that holds it.
             * @example worker-1
             */
            holder: string | null;
            /**
             * @description The worker that is to hold it; another one than the holder: it is moving.
             * @example worker-1
             */
            assigned: string | null;
            /**
             * @description Grows with every owner.
             * @example 12
             */
            epoch: string;
            paired: boolean;
        };
        PaceDto: {
            /**
             * @description Messages are held back for these reasons now.
             * @example [
             *       "PACING"
             *     ]
             */
            holding: ("PACING" | "NEW_CHAT_LIMIT" | "REACHOUT_TIMELOCK" | "MEDIA_UNAVAILABLE")[];
            enabled: boolean;
            messagesPerMinute: number;
            burst: number;
            newChatsPerDay: number;
            /**
             * Format: date-time
             * @description Until when the last of them is held.
             */
            heldUntil: string | null;
            /**
             * Format: date-time
             * @description Until when WhatsApp lets this account write to known chats only.
             */
            restrictedUntil: string | null;
        };
        PacingDto: {
            /**
             * @description False sends as fast as WhatsApp takes it, at the account's risk.
             * @example true
             */
            enabled?: boolean;
            /**
             * @description Messages a minute over time.
             * @example 20
             */
            messagesPerMinute?: number;
            /**
             * @description Messages that may go out at once after a rest.
             * @example 5
             */
            burst?: number;
            /**
             * @description Chats a day never written to before, in the first two weeks; doubles each week after that.
             * @example 30
             */
            newChatsPerDay?: number;
            /**
             * @description Show "typing" for one to four seconds before a text.
             * @example true
             */
            typing?: boolean;
        };
        PacingInForceDto: {
            /** @example true */
            enabled: boolean;
            /** @example 20 */
            messagesPerMinute: number;
            /** @example 5 */
            burst: number;
            /** @example 30 */
            newChatsPerDay: number;
            /** @example true */
            typing: boolean;
        };
        PaginationDto: {
            /** @example 50 */
            limit: number;
            /** @description Null on the last page. */
            nextCursor: string | null;
        };
        PairingCodeAnswerDto: {
            /** @example support-line */
            sessionId: string;
            /**
             * @description To type into the phone: Linked devices, Link with phone number.
             * @example K7QX2M9P
             */
            pairingCode: string;
            expiresAt: string;
        };
        PairingCodeDto: {
            /**
             * @description The number of the phone to link, in international form.
             * @example +628123456789
             */
            phoneNumber: string;
        };
        ParticipantsDto: {
            /**
             * @description Phone numbers in international form, or addresses of WhatsApp.
             * @example [
             *       "+628123456789"
             *     ]
             */
            participants: string[];
        };
        PastStepDto: {
            /**
             * @example CONNECTING
             * @enum {string}
             */
            status: "DISCONNECTED" | "CONNECTING" | "SCANNING_QR" | "CONNECTED" | "DISCONNECTING" | "LOGGED_OUT" | "BLOCKED";
            /** Format: date-time */
            at: string;
            /**
             * @description A word for programs.
             * @example CONNECTION_LOST
             */
            reason: string | null;
            /**
             * @description Where a connection ended: the code of WhatsApp, or of the library that speaks to it.
             * @example 428
             */
            code: number | null;
            /** @example The connection ended (428, Connection Closed). Next attempt in 1 s. */
            message: string;
            /**
             * @description Who had the session then.
             * @example worker-1
             */
            worker: string | null;
        };
        PersonDetailsDto: {
            /**
             * @description The best that is known: the saved name, the verified one, or what the person goes by.
             * @example Ada Lovelace
             */
            name: string | null;
            /**
             * @description What the person says of itself; null when it is hidden, or empty.
             * @example At work
             */
            about: string | null;
            /** @description Null when it is no business. */
            business: components["schemas"]["BusinessDto"] | null;
            /** @description By this session. */
            blocked: boolean;
            /** @example 628123456789@s.whatsapp.net */
            whatsappId?: string;
            /** @example +628123456789 */
            phoneNumber?: string;
            /** @example 98765432101234@lid */
            lid?: string;
        };
        PersonDto: {
            /** @example 628123456789@s.whatsapp.net */
            whatsappId?: string;
            /** @example +628123456789 */
            phoneNumber?: string;
            /** @example 98765432101234@lid */
            lid?: string;
        };
        PersonPictureDto: {
            /**
             * @description At WhatsApp, for some days.
             * @example https://pps.whatsapp.net/v/t61.24694-24/1.jpg
             */
            url: string;
        };
        PictureDto: {
            /**
             * @description Fetched before the answer.
             * @example https://example.org/logo.png
             */
            url?: string | null;
            /** @description The bytes themselves; for more than half a megabyte use `POST /media`. */
            base64?: string | null;
            /**
             * @description Of `POST /media`, or of a message.
             * @example 019a8b1c-22f4-7cc1-9d4e-0123456789ab
             */
            mediaId?: string | null;
        };
        PlanDto: {
            /** @enum {string} */
            tier: "BASIC" | "PRO" | "MAX";
            /** @example 100 */
            messagesPerHour: number | null;
            /** @example 1000 */
            callsPerHour: number | null;
            /** @example 1 */
            sessions: number | null;
        };
        PlanFiguresDto: {
            /** @example 100 */
            messagesPerHour: number;
            /** @example 1000 */
            callsPerHour: number;
            /** @example 1 */
            sessions: number;
        };
        PlansDto: {
            plans: components["schemas"]["PlanDto"][];
        };
        PlansFiguresDto: {
            BASIC: components["schemas"]["PlanFiguresDto"];
            PRO: components["schemas"]["PlanFiguresDto"];
            MAX: components["schemas"]["PlanFiguresDto"];
        };
        PlansWishDto: {
            BASIC?: components["schemas"]["PlanFiguresDto"] | null;
            PRO?: components["schemas"]["PlanFiguresDto"] | null;
            MAX?: components["schemas"]["PlanFiguresDto"] | null;
        };
        PollResultDto: {
            tally: components["schemas"]["PollTallyDto"][];
            /** @description The newest of each voter. */
            votes: components["schemas"]["PollVoteDto"][];
            /** @example Lunch? */
            question: string;
            /**
             * @example [
             *       "Soto",
             *       "Rendang"
             *     ]
             */
            options: string[];
            /**
             * @description How many options a voter may choose; 0 is any number.
             * @example 1
             */
            selectable: number;
        };
        PollTallyDto: {
            /** @example Soto */
            option: string;
            /** @example 2 */
            votes: number;
        };
        PollVoteDto: {
            /**
             * @description Whose vote it is.
             * @example 628123456789@s.whatsapp.net
             */
            from: string;
            /**
             * @example [
             *       "Soto"
             *     ]
             */
            options: string[];
            /** @example 2026-01-01T00:00:00.000Z */
            at: string;
        };
        PrivacyDto: {
            /** @example contacts */
            lastSeen?: string;
            /** @example match_last_seen */
            online?: string;
            /** @example all */
            profilePhoto?: string;
            /** @example all */
            about?: string;
            /** @example all */
            readReceipts?: string;
            /** @example contacts */
            groupsAdd?: string;
            /** @example known */
            callsAdd?: string;
            /** @example all */
            messages?: string;
        };
        ProblemDto: {
            type: string;
            /** @example There is no such session */
            title: string;
            /** @example 404 */
            status: number;
            /** @example There is no session alice. */
            detail: string;
            /** @example /api/v1/sessions/alice */
            instance: string;
            /**
             * @description A constant word for programs.
             * @example SESSION_NOT_FOUND
             */
            code: string;
            /** @description With 422: the fields that are wrong. */
            errors?: components["schemas"]["FieldProblemDto"][];
            /** @description With 429: the limit that was hit. */
            reason?: string;
        };
        ProfileDto: {
            /** @example support-line */
            sessionId: string;
            /** @example 628123456789@s.whatsapp.net */
            whatsappId: string | null;
            /** @example +628123456789 */
            phoneNumber: string | null;
            /** @example 98765432101234@lid */
            lid: string | null;
            /** @example Support */
            name: string | null;
            /** @example Mon to Fri, 9 to 17 */
            about: string | null;
            /** @description At WhatsApp, for some days; null where there is no picture. */
            pictureUrl: string | null;
        };
        QrDto: {
            /** @example support-line */
            sessionId: string;
            /** @description The raw text to draw as a QR code. */
            qr: string;
            /**
             * @description The QR code as a picture.
             * @example data:image/png;base64,iVBORw0KGgo=
             */
            qrCode: string;
            /**
             * Format: date-time
             * @description WhatsApp shows another code then.
             */
            expiresAt: string;
        };
        QueueCountsDto: {
            /** @description Messages that may leave now. */
            outgoing: number;
            /** @description Messages that have to wait for their time. */
            scheduled: number;
            /** @description Seconds that the oldest outgoing one has waited; 0 without one. */
            oldestOutgoingSeconds: number;
            /** @description What workers have committed, and no gateway has taken yet. */
            incoming: number;
            /** @description Events that webhooks refused for good, and that can be sent again. */
            deadLetters: number;
        };
        QueueDto: {
            /** @description Accepted and not handed to WhatsApp yet; those that are held or scheduled are among them. */
            waiting: number;
            held: number;
            scheduled: number;
            /**
             * Format: date-time
             * @description When the oldest of them was accepted.
             */
            oldestAt: string | null;
            /** @description Ids of messages that WhatsApp was given and has not answered. */
            inFlight: string[];
        };
        QuoteViewDto: {
            /** @example 3EB0C431C26A1916E07A5E */
            messageId: string;
            fromMe: boolean;
            /**
             * @description Who wrote it; empty where WhatsApp does not tell.
             * @example 628123456789@s.whatsapp.net
             */
            author: string;
            /**
             * @description The group or the status where it was said, when it is answered elsewhere.
             * @example 120363041234567890@g.us
             */
            chatId?: string;
            /**
             * @description What it was, as far as the answer tells.
             * @example text
             */
            type?: string;
            text?: string;
        };
        ReactionDto: {
            /** @example 👍 */
            emoji: string;
            /** @example 628123456789@s.whatsapp.net */
            from: string;
            /** @example 2026-01-01T00:00:00.000Z */
            at: string;
        };
        ReadAllDto: {
            /** @example support-line */
            sessionId: string;
            /**
             * @description How many chats had something unread.
             * @example 3
             */
            chats: number;
            /**
             * @description Of how many messages their authors are told that they were read.
             * @example 17
             */
            messages: number;
        };
        ReadMessageDto: {
            /** @enum {string} */
            status: "READ";
            /** @example 3EB0C431C26A1916E07A5E */
            messageId: string;
            /** @example support-line */
            sessionId: string;
        };
        ReadyDto: {
            /** @enum {string} */
            status: "ok" | "degraded";
            /**
             * @description When degraded: what does not work.
             * @example [
             *       "storage"
             *     ]
             */
            failing?: string[];
        };
        RefreshTokenDto: {
            /** @example nN3k0V5JcC2xX0yq7vBq0oT1m4z8sWc1u6rK9dHfEgA */
            refreshToken: string;
        };
        RegisterDto: {
            /**
             * Format: email
             * @example ann@example.com
             */
            email: string;
            /**
             * @description 8 to 72 bytes in UTF-8.
             * @example correct horse battery
             */
            password: string;
            /** @example Ann */
            name?: string | null;
        };
        RegisterWorkerDto: {
            /** @default 50 */
            maxSessions?: number;
            workerId: string;
            /**
             * Format: uri
             * @example http://worker-3:8001
             */
            endpoint: string;
        };
        RegisteredWorkerDto: {
            workerId: string;
            /** @enum {string} */
            status: "ONLINE" | "DRAINING" | "OFFLINE" | "PENDING";
            /** @description A beat at least this often keeps it online. */
            heartbeatIntervalMs: number;
        };
        RejectedCallDto: {
            /** @enum {string} */
            status: "REJECTED";
            /** @example support-line */
            sessionId: string;
            /** @example 3C5A8B1F90D2E47C6A1B5D3F8E2C9A70 */
            callId: string;
        };
        RejectedItemDto: {
            /** @description Which of the messages, from 0. */
            index: number;
            problem: components["schemas"]["ProblemDto"];
        };
        RemovedWorkerDto: {
            workerId: string;
            message: string;
        };
        ReplayAnswerDto: {
            /**
             * @example accepted
             * @enum {string}
             */
            status: "accepted";
            /** @description The first event that is sent again; null when there is none after that point. */
            from: components["schemas"]["ReplayStartDto"] | null;
        };
        ReplayDto: {
            /**
             * @description Everything after this one is sent again: with a session a sequence number, without one a cursor of `GET /events`. 0 is the
             *     beginning.
             * @example 4711
             */
            after?: number;
            /**
             * @description Everything from this time on is sent again.
             * @example 2026-01-15T10:30:00Z
             */
            from?: string;
            /**
             * @description Only events of this session; a webhook that is for one session has no others.
             * @example support-line
             */
            sessionId?: string;
        };
        ReplayStartDto: {
            /** @example support-line */
            sessionId: string;
            /** @example 4711 */
            sequence: number;
            /** @example 2026-01-15T10:30:00.000Z */
            createdAt: string;
        };
        RequestDataExportDto: {
            /**
             * @description Of this session only; everything of yours when absent.
             * @example support-line
             */
            sessionId?: string;
        };
        RequeueAnswerDto: {
            /**
             * @example accepted
             * @enum {string}
             */
            status: "accepted";
            /**
             * @description How many deliveries are made again.
             * @example 3
             */
            requeued: number;
        };
        RotateApiKeyDto: {
            /**
             * @description For so many hours the key as it was is good as well.
             * @default 24
             */
            overlapHours?: number;
        };
        RotatedSecretDto: {
            /** @example 0198c1a0-7c5e-7d3a-9d5f-2f6f0c1b7a11 */
            id: string;
            /**
             * @description The new secret. Shown here and never again.
             * @example whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD
             */
            secret: string;
            publicKey: string | null;
            /**
             * Format: date-time
             * @description Until then the old secret signs as well.
             */
            previousSecretUntil: string;
        };
        SaveContactDto: {
            /** @example Ada */
            firstName: string;
            /** @example Lovelace */
            lastName?: string;
        };
        SavedPersonDto: {
            /** @example Ada Lovelace */
            savedName: string;
            /** @example 628123456789@s.whatsapp.net */
            whatsappId?: string;
            /** @example +628123456789 */
            phoneNumber?: string;
            /** @example 98765432101234@lid */
            lid?: string;
        };
        SealedKindDto: {
            /**
             * @description `media`: keys of files. `webhooks`: their secrets and headers. `proxies`. `accounts`: keys of WhatsApp accounts.
             *     `lastingSecrets`: what API keys and signatures depend on, and what other installations know this one by.
             * @example accounts
             */
            kind: string;
            /**
             * @description How many there are.
             * @example 12
             */
            sealed: number;
            /**
             * @description How many of them an older key seals.
             * @example 0
             */
            remaining: number;
            /**
             * @description How many of the remaining need a key that is not there.
             * @example 0
             */
            unreadable: number;
        };
        SendAnswerDto: {
            /**
             * @example QUEUED
             * @enum {string}
             */
            status: "QUEUED" | "SENDING" | "SENT" | "DELIVERED" | "READ" | "PLAYED" | "FAILED" | "EXPIRED" | "CANCELLED";
            /**
             * @description WhatsApp's id of the message; it never changes.
             * @example 3EB0C431C26A1916E07A5E
             */
            messageId: string;
            /** @example support-line */
            sessionId: string;
            /**
             * @description The address that the message goes to.
             * @example 628123456789@s.whatsapp.net
             */
            to: string;
            /** @example text */
            type: string;
            /** @description Why it failed. */
            failure?: string;
            /** @example order-4711 */
            clientRef?: string;
            /**
             * @description Scheduled: it leaves not before.
             * @example 2026-01-01T08:00:00.000Z
             */
            sendAt?: string;
            /**
             * @description Epoch seconds.
             * @example 1767225600
             */
            timestamp: number;
            /** @example 2026-01-01T00:00:00.000Z */
            createdAt: string;
        };
        SendContactDto: {
            /**
             * @description What is shown of the first link in the text. `true`: what its page says of itself, read before the answer, 5 s at most; where it
             *     can not be had, the text goes without it. Or a preview of your own.
             */
            linkPreview?: boolean | components["schemas"]["LinkPreviewDto"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "contact";
            /**
             * @example [
             *       {
             *         "name": "Sari Dewi",
             *         "phone": "+628123456789"
             *       }
             *     ]
             */
            contacts: components["schemas"]["SentContactDto"][];
            /**
             * @description A phone number in international form, or an address of WhatsApp.
             * @example +628123456789
             */
            to: string;
            /** @description The id of the message that this one answers: of the chat, or what the person wrote in a group or posted as a status. */
            replyTo?: string | null;
            /**
             * @description People named in the text: phone numbers or addresses. WhatsApp shows those whose digits stand in the text after an `@`.
             * @example [
             *       "+628123456789"
             *     ]
             */
            mentions?: string[] | null;
            /** @description Opened once and then gone: of pictures, videos and voice messages. */
            viewOnce?: boolean | null;
            /**
             * @description Of `status@broadcast`: who sees it, phone numbers or addresses. When absent, all with whom the session has a chat, up to 5000.
             * @example [
             *       "+628123456789"
             *     ]
             */
            statusRecipients?: string[] | null;
            /**
             * @description Your own reference; comes back with the message and with its events.
             * @example order-4711
             */
            clientRef?: string | null;
            /**
             * @description When it is to leave, at most a year ahead; it can be cancelled until then.
             * @example 2026-01-01T08:00:00Z
             */
            sendAt?: string | null;
            /** @description A message that could not be sent within this time, counted from `sendAt` on, becomes EXPIRED. A day when absent, a week at most. */
            expiresInSeconds?: number | null;
        };
        SendDeleteDto: {
            /**
             * @description What is shown of the first link in the text. `true`: what its page says of itself, read before the answer, 5 s at most; where it
             *     can not be had, the text goes without it. Or a preview of your own.
             */
            linkPreview?: boolean | components["schemas"]["LinkPreviewDto"];
            /** @example 3EB0C431C26A1916E07A5E */
            messageId: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "delete";
            /**
             * @description A phone number in international form, or an address of WhatsApp.
             * @example +628123456789
             */
            to: string;
            /** @description The id of the message that this one answers: of the chat, or what the person wrote in a group or posted as a status. */
            replyTo?: string | null;
            /**
             * @description People named in the text: phone numbers or addresses. WhatsApp shows those whose digits stand in the text after an `@`.
             * @example [
             *       "+628123456789"
             *     ]
             */
            mentions?: string[] | null;
            /** @description Opened once and then gone: of pictures, videos and voice messages. */
            viewOnce?: boolean | null;
            /**
             * @description Of `status@broadcast`: who sees it, phone numbers or addresses. When absent, all with whom the session has a chat, up to 5000.
             * @example [
             *       "+628123456789"
             *     ]
             */
            statusRecipients?: string[] | null;
            /**
             * @description Your own reference; comes back with the message and with its events.
             * @example order-4711
             */
            clientRef?: string | null;
            /**
             * @description When it is to leave, at most a year ahead; it can be cancelled until then.
             * @example 2026-01-01T08:00:00Z
             */
            sendAt?: string | null;
            /** @description A message that could not be sent within this time, counted from `sendAt` on, becomes EXPIRED. A day when absent, a week at most. */
            expiresInSeconds?: number | null;
        };
        SendEditDto: {
            /**
             * @description What is shown of the first link in the text. `true`: what its page says of itself, read before the answer, 5 s at most; where it
             *     can not be had, the text goes without it. Or a preview of your own.
             */
            linkPreview?: boolean | components["schemas"]["LinkPreviewDto"];
            /** @example 3EB0C431C26A1916E07A5E */
            messageId: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "edit";
            /**
             * @description What the message says from now on.
             * @example At nine, not at eight.
             */
            text: string;
            /**
             * @description A phone number in international form, or an address of WhatsApp.
             * @example +628123456789
             */
            to: string;
            /** @description The id of the message that this one answers: of the chat, or what the person wrote in a group or posted as a status. */
            replyTo?: string | null;
            /**
             * @description People named in the text: phone numbers or addresses. WhatsApp shows those whose digits stand in the text after an `@`.
             * @example [
             *       "+628123456789"
             *     ]
             */
            mentions?: string[] | null;
            /** @description Opened once and then gone: of pictures, videos and voice messages. */
            viewOnce?: boolean | null;
            /**
             * @description Of `status@broadcast`: who sees it, phone numbers or addresses. When absent, all with whom the session has a chat, up to 5000.
             * @example [
             *       "+628123456789"
             *     ]
             */
            statusRecipients?: string[] | null;
            /**
             * @description Your own reference; comes back with the message and with its events.
             * @example order-4711
             */
            clientRef?: string | null;
            /**
             * @description When it is to leave, at most a year ahead; it can be cancelled until then.
             * @example 2026-01-01T08:00:00Z
             */
            sendAt?: string | null;
            /** @description A message that could not be sent within this time, counted from `sendAt` on, becomes EXPIRED. A day when absent, a week at most. */
            expiresInSeconds?: number | null;
        };
        SendForwardDto: {
            /**
             * @description What is shown of the first link in the text. `true`: what its page says of itself, read before the answer, 5 s at most; where it
             *     can not be had, the text goes without it. Or a preview of your own.
             */
            linkPreview?: boolean | components["schemas"]["LinkPreviewDto"];
            /** @example 3EB0C431C26A1916E07A5E */
            messageId: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "forward";
            /**
             * @description A phone number in international form, or an address of WhatsApp.
             * @example +628123456789
             */
            to: string;
            /** @description The id of the message that this one answers: of the chat, or what the person wrote in a group or posted as a status. */
            replyTo?: string | null;
            /**
             * @description People named in the text: phone numbers or addresses. WhatsApp shows those whose digits stand in the text after an `@`.
             * @example [
             *       "+628123456789"
             *     ]
             */
            mentions?: string[] | null;
            /** @description Opened once and then gone: of pictures, videos and voice messages. */
            viewOnce?: boolean | null;
            /**
             * @description Of `status@broadcast`: who sees it, phone numbers or addresses. When absent, all with whom the session has a chat, up to 5000.
             * @example [
             *       "+628123456789"
             *     ]
             */
            statusRecipients?: string[] | null;
            /**
             * @description Your own reference; comes back with the message and with its events.
             * @example order-4711
             */
            clientRef?: string | null;
            /**
             * @description When it is to leave, at most a year ahead; it can be cancelled until then.
             * @example 2026-01-01T08:00:00Z
             */
            sendAt?: string | null;
            /** @description A message that could not be sent within this time, counted from `sendAt` on, becomes EXPIRED. A day when absent, a week at most. */
            expiresInSeconds?: number | null;
        };
        SendGroupInviteDto: {
            /**
             * @description What is shown of the first link in the text. `true`: what its page says of itself, read before the answer, 5 s at most; where it
             *     can not be had, the text goes without it. Or a preview of your own.
             */
            linkPreview?: boolean | components["schemas"]["LinkPreviewDto"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "groupInvite";
            /**
             * @description Its address.
             * @example 120363041234567890@g.us
             */
            group: string;
            /** @example Xk3vbn0PqLz71rTy */
            inviteCode: string;
            /**
             * @description What the group is called.
             * @example Reading club
             */
            groupName?: string | null;
            /** @example We meet on Mondays */
            caption?: string | null;
            /**
             * @description Until when the code is good; without, three days from now.
             * @example 2026-01-04T00:00:00Z
             */
            expiresAt?: string | null;
            /**
             * @description A phone number in international form, or an address of WhatsApp.
             * @example +628123456789
             */
            to: string;
            /** @description The id of the message that this one answers: of the chat, or what the person wrote in a group or posted as a status. */
            replyTo?: string | null;
            /**
             * @description People named in the text: phone numbers or addresses. WhatsApp shows those whose digits stand in the text after an `@`.
             * @example [
             *       "+628123456789"
             *     ]
             */
            mentions?: string[] | null;
            /** @description Opened once and then gone: of pictures, videos and voice messages. */
            viewOnce?: boolean | null;
            /**
             * @description Of `status@broadcast`: who sees it, phone numbers or addresses. When absent, all with whom the session has a chat, up to 5000.
             * @example [
             *       "+628123456789"
             *     ]
             */
            statusRecipients?: string[] | null;
            /**
             * @description Your own reference; comes back with the message and with its events.
             * @example order-4711
             */
            clientRef?: string | null;
            /**
             * @description When it is to leave, at most a year ahead; it can be cancelled until then.
             * @example 2026-01-01T08:00:00Z
             */
            sendAt?: string | null;
            /** @description A message that could not be sent within this time, counted from `sendAt` on, becomes EXPIRED. A day when absent, a week at most. */
            expiresInSeconds?: number | null;
        };
        SendLocationDto: {
            /**
             * @description What is shown of the first link in the text. `true`: what its page says of itself, read before the answer, 5 s at most; where it
             *     can not be had, the text goes without it. Or a preview of your own.
             */
            linkPreview?: boolean | components["schemas"]["LinkPreviewDto"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "location";
            /** @example -6.175392 */
            latitude: number;
            /** @example 106.827153 */
            longitude: number;
            /** @example Monas */
            name?: string | null;
            /** @example Jakarta, Indonesia */
            address?: string | null;
            /**
             * @description A phone number in international form, or an address of WhatsApp.
             * @example +628123456789
             */
            to: string;
            /** @description The id of the message that this one answers: of the chat, or what the person wrote in a group or posted as a status. */
            replyTo?: string | null;
            /**
             * @description People named in the text: phone numbers or addresses. WhatsApp shows those whose digits stand in the text after an `@`.
             * @example [
             *       "+628123456789"
             *     ]
             */
            mentions?: string[] | null;
            /** @description Opened once and then gone: of pictures, videos and voice messages. */
            viewOnce?: boolean | null;
            /**
             * @description Of `status@broadcast`: who sees it, phone numbers or addresses. When absent, all with whom the session has a chat, up to 5000.
             * @example [
             *       "+628123456789"
             *     ]
             */
            statusRecipients?: string[] | null;
            /**
             * @description Your own reference; comes back with the message and with its events.
             * @example order-4711
             */
            clientRef?: string | null;
            /**
             * @description When it is to leave, at most a year ahead; it can be cancelled until then.
             * @example 2026-01-01T08:00:00Z
             */
            sendAt?: string | null;
            /** @description A message that could not be sent within this time, counted from `sendAt` on, becomes EXPIRED. A day when absent, a week at most. */
            expiresInSeconds?: number | null;
        };
        SendMediaDto: {
            /**
             * @description What is shown of the first link in the text. `true`: what its page says of itself, read before the answer, 5 s at most; where it
             *     can not be had, the text goes without it. Or a preview of your own.
             */
            linkPreview?: boolean | components["schemas"]["LinkPreviewDto"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "image" | "video" | "videoNote" | "audio" | "voice" | "document" | "sticker";
            /**
             * @example {
             *       "url": "https://example.org/cat.jpg"
             *     }
             */
            media: components["schemas"]["SentMediaDto"];
            /** @example A cat */
            caption?: string | null;
            /**
             * @description What a document is called.
             * @example invoice.pdf
             */
            filename?: string | null;
            /**
             * @description A phone number in international form, or an address of WhatsApp.
             * @example +628123456789
             */
            to: string;
            /** @description The id of the message that this one answers: of the chat, or what the person wrote in a group or posted as a status. */
            replyTo?: string | null;
            /**
             * @description People named in the text: phone numbers or addresses. WhatsApp shows those whose digits stand in the text after an `@`.
             * @example [
             *       "+628123456789"
             *     ]
             */
            mentions?: string[] | null;
            /** @description Opened once and then gone: of pictures, videos and voice messages. */
            viewOnce?: boolean | null;
            /**
             * @description Of `status@broadcast`: who sees it, phone numbers or addresses. When absent, all with whom the session has a chat, up to 5000.
             * @example [
             *       "+628123456789"
             *     ]
             */
            statusRecipients?: string[] | null;
            /**
             * @description Your own reference; comes back with the message and with its events.
             * @example order-4711
             */
            clientRef?: string | null;
            /**
             * @description When it is to leave, at most a year ahead; it can be cancelled until then.
             * @example 2026-01-01T08:00:00Z
             */
            sendAt?: string | null;
            /** @description A message that could not be sent within this time, counted from `sendAt` on, becomes EXPIRED. A day when absent, a week at most. */
            expiresInSeconds?: number | null;
        };
        SendPinDto: {
            /**
             * @description What is shown of the first link in the text. `true`: what its page says of itself, read before the answer, 5 s at most; where it
             *     can not be had, the text goes without it. Or a preview of your own.
             */
            linkPreview?: boolean | components["schemas"]["LinkPreviewDto"];
            /** @example 3EB0C431C26A1916E07A5E */
            messageId: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "pin";
            /**
             * @description A day (the default), a week or 30 days, the only ones that WhatsApp has; 0 takes the pin away.
             * @example 604800
             * @enum {number|null}
             */
            forSeconds?: 0 | 86400 | 604800 | 2592000 | null;
            /**
             * @description A phone number in international form, or an address of WhatsApp.
             * @example +628123456789
             */
            to: string;
            /** @description The id of the message that this one answers: of the chat, or what the person wrote in a group or posted as a status. */
            replyTo?: string | null;
            /**
             * @description People named in the text: phone numbers or addresses. WhatsApp shows those whose digits stand in the text after an `@`.
             * @example [
             *       "+628123456789"
             *     ]
             */
            mentions?: string[] | null;
            /** @description Opened once and then gone: of pictures, videos and voice messages. */
            viewOnce?: boolean | null;
            /**
             * @description Of `status@broadcast`: who sees it, phone numbers or addresses. When absent, all with whom the session has a chat, up to 5000.
             * @example [
             *       "+628123456789"
             *     ]
             */
            statusRecipients?: string[] | null;
            /**
             * @description Your own reference; comes back with the message and with its events.
             * @example order-4711
             */
            clientRef?: string | null;
            /**
             * @description When it is to leave, at most a year ahead; it can be cancelled until then.
             * @example 2026-01-01T08:00:00Z
             */
            sendAt?: string | null;
            /** @description A message that could not be sent within this time, counted from `sendAt` on, becomes EXPIRED. A day when absent, a week at most. */
            expiresInSeconds?: number | null;
        };
        SendPollDto: {
            /**
             * @description What is shown of the first link in the text. `true`: what its page says of itself, read before the answer, 5 s at most; where it
             *     can not be had, the text goes without it. Or a preview of your own.
             */
            linkPreview?: boolean | components["schemas"]["LinkPreviewDto"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "poll";
            /** @example When shall we meet? */
            question: string;
            /**
             * @description 2 to 12, all different.
             * @example [
             *       "Today",
             *       "Tomorrow"
             *     ]
             */
            options: string[];
            /** @description How many options a voter may choose; 0, the default, is any number. */
            selectable?: number | null;
            /**
             * @description A phone number in international form, or an address of WhatsApp.
             * @example +628123456789
             */
            to: string;
            /** @description The id of the message that this one answers: of the chat, or what the person wrote in a group or posted as a status. */
            replyTo?: string | null;
            /**
             * @description People named in the text: phone numbers or addresses. WhatsApp shows those whose digits stand in the text after an `@`.
             * @example [
             *       "+628123456789"
             *     ]
             */
            mentions?: string[] | null;
            /** @description Opened once and then gone: of pictures, videos and voice messages. */
            viewOnce?: boolean | null;
            /**
             * @description Of `status@broadcast`: who sees it, phone numbers or addresses. When absent, all with whom the session has a chat, up to 5000.
             * @example [
             *       "+628123456789"
             *     ]
             */
            statusRecipients?: string[] | null;
            /**
             * @description Your own reference; comes back with the message and with its events.
             * @example order-4711
             */
            clientRef?: string | null;
            /**
             * @description When it is to leave, at most a year ahead; it can be cancelled until then.
             * @example 2026-01-01T08:00:00Z
             */
            sendAt?: string | null;
            /** @description A message that could not be sent within this time, counted from `sendAt` on, becomes EXPIRED. A day when absent, a week at most. */
            expiresInSeconds?: number | null;
        };
        SendReactionDto: {
            /**
             * @description What is shown of the first link in the text. `true`: what its page says of itself, read before the answer, 5 s at most; where it
             *     can not be had, the text goes without it. Or a preview of your own.
             */
            linkPreview?: boolean | components["schemas"]["LinkPreviewDto"];
            /** @example 3EB0C431C26A1916E07A5E */
            messageId: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "reaction";
            /**
             * @description One emoji; an empty string takes the reaction back.
             * @example 👍
             */
            emoji: string;
            /**
             * @description A phone number in international form, or an address of WhatsApp.
             * @example +628123456789
             */
            to: string;
            /** @description The id of the message that this one answers: of the chat, or what the person wrote in a group or posted as a status. */
            replyTo?: string | null;
            /**
             * @description People named in the text: phone numbers or addresses. WhatsApp shows those whose digits stand in the text after an `@`.
             * @example [
             *       "+628123456789"
             *     ]
             */
            mentions?: string[] | null;
            /** @description Opened once and then gone: of pictures, videos and voice messages. */
            viewOnce?: boolean | null;
            /**
             * @description Of `status@broadcast`: who sees it, phone numbers or addresses. When absent, all with whom the session has a chat, up to 5000.
             * @example [
             *       "+628123456789"
             *     ]
             */
            statusRecipients?: string[] | null;
            /**
             * @description Your own reference; comes back with the message and with its events.
             * @example order-4711
             */
            clientRef?: string | null;
            /**
             * @description When it is to leave, at most a year ahead; it can be cancelled until then.
             * @example 2026-01-01T08:00:00Z
             */
            sendAt?: string | null;
            /** @description A message that could not be sent within this time, counted from `sendAt` on, becomes EXPIRED. A day when absent, a week at most. */
            expiresInSeconds?: number | null;
        };
        SendTemplateDto: {
            /**
             * @description What is shown of the first link in the text. `true`: what its page says of itself, read before the answer, 5 s at most; where it
             *     can not be had, the text goes without it. Or a preview of your own.
             */
            linkPreview?: boolean | components["schemas"]["LinkPreviewDto"];
            /**
             * @description May be left out. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "template";
            /**
             * @description The name of a template, or its id.
             * @example order-ready
             */
            template: string;
            /**
             * @description What stands in the places of the template: texts or numbers.
             * @example {
             *       "name": "Sari"
             *     }
             */
            variables?: {
                [key: string]: unknown;
            } | null;
            /**
             * @description A phone number in international form, or an address of WhatsApp.
             * @example +628123456789
             */
            to: string;
            /** @description The id of the message that this one answers: of the chat, or what the person wrote in a group or posted as a status. */
            replyTo?: string | null;
            /**
             * @description People named in the text: phone numbers or addresses. WhatsApp shows those whose digits stand in the text after an `@`.
             * @example [
             *       "+628123456789"
             *     ]
             */
            mentions?: string[] | null;
            /** @description Opened once and then gone: of pictures, videos and voice messages. */
            viewOnce?: boolean | null;
            /**
             * @description Of `status@broadcast`: who sees it, phone numbers or addresses. When absent, all with whom the session has a chat, up to 5000.
             * @example [
             *       "+628123456789"
             *     ]
             */
            statusRecipients?: string[] | null;
            /**
             * @description Your own reference; comes back with the message and with its events.
             * @example order-4711
             */
            clientRef?: string | null;
            /**
             * @description When it is to leave, at most a year ahead; it can be cancelled until then.
             * @example 2026-01-01T08:00:00Z
             */
            sendAt?: string | null;
            /** @description A message that could not be sent within this time, counted from `sendAt` on, becomes EXPIRED. A day when absent, a week at most. */
            expiresInSeconds?: number | null;
        };
        SendTextDto: {
            /**
             * @description What is shown of the first link in the text. `true`: what its page says of itself, read before the answer, 5 s at most; where it
             *     can not be had, the text goes without it. Or a preview of your own.
             */
            linkPreview?: boolean | components["schemas"]["LinkPreviewDto"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "text";
            /** @example Hey there! */
            text: string;
            /**
             * @description Of a status.
             * @example #25d366
             */
            backgroundColor?: string | null;
            /** @description Of a status: the number of one of WhatsApp's fonts. */
            font?: number | null;
            /**
             * @description A phone number in international form, or an address of WhatsApp.
             * @example +628123456789
             */
            to: string;
            /** @description The id of the message that this one answers: of the chat, or what the person wrote in a group or posted as a status. */
            replyTo?: string | null;
            /**
             * @description People named in the text: phone numbers or addresses. WhatsApp shows those whose digits stand in the text after an `@`.
             * @example [
             *       "+628123456789"
             *     ]
             */
            mentions?: string[] | null;
            /** @description Opened once and then gone: of pictures, videos and voice messages. */
            viewOnce?: boolean | null;
            /**
             * @description Of `status@broadcast`: who sees it, phone numbers or addresses. When absent, all with whom the session has a chat, up to 5000.
             * @example [
             *       "+628123456789"
             *     ]
             */
            statusRecipients?: string[] | null;
            /**
             * @description Your own reference; comes back with the message and with its events.
             * @example order-4711
             */
            clientRef?: string | null;
            /**
             * @description When it is to leave, at most a year ahead; it can be cancelled until then.
             * @example 2026-01-01T08:00:00Z
             */
            sendAt?: string | null;
            /** @description A message that could not be sent within this time, counted from `sendAt` on, becomes EXPIRED. A day when absent, a week at most. */
            expiresInSeconds?: number | null;
        };
        SentContactDto: {
            /** @example Sari Dewi */
            name?: string | null;
            /**
             * @description In international form.
             * @example +628123456789
             */
            phone?: string | null;
            /** @description A vCard, from `BEGIN:VCARD` to `END:VCARD`. */
            vcard?: string | null;
        };
        SentMediaDto: {
            /**
             * @description Fetched before the answer.
             * @example https://example.org/cat.jpg
             */
            url?: string | null;
            /** @description The bytes themselves; for more than half a megabyte use a form or `POST /media`. */
            base64?: string | null;
            /**
             * @description With `base64`: what the bytes are said to be.
             * @example image/jpeg
             */
            mimetype?: string | null;
            /** @example cat.jpg */
            filename?: string | null;
            /**
             * @description Of `POST /media`, or of another message.
             * @example 019a8b1c-22f4-7cc1-9d4e-0123456789ab
             */
            mediaId?: string | null;
        };
        SessionCountsDto: {
            total: number;
            /**
             * @example {
             *       "CONNECTED": 17,
             *       "DISCONNECTED": 3
             *     }
             */
            byStatus: {
                [key: string]: number;
            };
        };
        SessionDetailsDto: {
            /**
             * @description How much of the past it takes over when it is linked the next time.
             * @enum {string}
             */
            syncHistory: "none" | "recent" | "full";
            /** @example support-line */
            sessionId: string;
            /** @example Support line */
            name: string;
            /**
             * @example CONNECTED
             * @enum {string}
             */
            status: "DISCONNECTED" | "CONNECTING" | "SCANNING_QR" | "CONNECTED" | "DISCONNECTING" | "LOGGED_OUT" | "BLOCKED";
            /**
             * @description A word for programs: why the status is so.
             * @example CONNECTION_LOST
             */
            reason: string | null;
            /**
             * @description A sentence for people.
             * @example Connected to WhatsApp.
             */
            connectionMessage: string;
            /** @example 628123456789@s.whatsapp.net */
            whatsappId: string | null;
            /** @example +628123456789 */
            phoneNumber: string | null;
            /** @example 98765432101234@lid */
            lid: string | null;
            /** @description The worker that holds the account now. */
            worker: components["schemas"]["WorkerOfSessionDto"] | null;
            /**
             * Format: date-time
             * @description Until when WhatsApp lets this account write to known chats only; null when it is free.
             */
            restrictedUntil: string | null;
            pacing: components["schemas"]["PacingInForceDto"];
            /**
             * @description Without its password; null: the session speaks to WhatsApp directly.
             * @example socks5://user@proxy.example.com:1080
             */
            proxy: string | null;
            /** Format: date-time */
            lastActivity: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        SessionListDto: {
            sessions: components["schemas"]["SessionSummaryDto"][];
        };
        SessionRoomDto: {
            limit: number;
            remaining: number;
        };
        SessionStatusDto: {
            /** @example support-line */
            sessionId: string;
            /**
             * @example CONNECTED
             * @enum {string}
             */
            status: "DISCONNECTED" | "CONNECTING" | "SCANNING_QR" | "CONNECTED" | "DISCONNECTING" | "LOGGED_OUT" | "BLOCKED";
            /**
             * @description The paired account; null before pairing and after a logout.
             * @example 628123456789@s.whatsapp.net
             */
            whatsappId: string | null;
            /** @example +628123456789 */
            phoneNumber: string | null;
            /**
             * @description A sentence for people.
             * @example Connected to WhatsApp.
             */
            connectionMessage: string;
            /**
             * Format: date-time
             * @description When a worker last reported something.
             */
            lastActivity: string | null;
            /**
             * @description A word for programs: why the status is so.
             * @example CONNECTION_LOST
             */
            reason?: string;
        };
        SessionSummaryDto: {
            /** @example support-line */
            sessionId: string;
            /** @example Support line */
            name: string;
            /**
             * @example CONNECTED
             * @enum {string}
             */
            status: "DISCONNECTED" | "CONNECTING" | "SCANNING_QR" | "CONNECTED" | "DISCONNECTING" | "LOGGED_OUT" | "BLOCKED";
            /** @example 628123456789@s.whatsapp.net */
            whatsappId?: string;
            /** @example +628123456789 */
            phoneNumber?: string;
            /** Format: date-time */
            createdAt: string;
        };
        SetPictureDto: {
            /**
             * @description A square is cut out of its middle.
             * @example {
             *       "url": "https://example.org/logo.png"
             *     }
             */
            media: components["schemas"]["PictureDto"];
        };
        SettingsDto: {
            /** @enum {string} */
            registration: "open" | "closed";
            plans: components["schemas"]["PlansFiguresDto"];
            /** @example 60 */
            sessionOperationsPerMinute: number;
            /** @example 1000 */
            requestsPerAddress: number;
            /** @example 30 */
            eventRetentionDays: number;
            /** @example 30 */
            mediaRetentionDays: number;
            /** @example 365,image=90,poll=0 */
            messageRetentionDays: string;
            /**
             * @description Those that were set here; the others are as the environment says.
             * @example [
             *       "registration"
             *     ]
             */
            changed: string[];
        };
        ShowPresenceDto: {
            /**
             * @example composing
             * @enum {string}
             */
            presence: "available" | "unavailable" | "composing" | "recording" | "paused";
            /**
             * @description The chat that sees it; needed for `composing`, `recording` and `paused`.
             * @example +628123456789
             */
            to?: string | null;
        };
        ShownPresenceDto: {
            /**
             * @example composing
             * @enum {string}
             */
            presence: "available" | "unavailable" | "composing" | "recording" | "paused";
            /** @example support-line */
            sessionId: string;
            /** @example 628123456789@s.whatsapp.net */
            to?: string;
        };
        SignedInDto: {
            user: components["schemas"]["UserDto"];
            /** @description Goes into `Authorization: Bearer …`. */
            accessToken: string;
            /** @description Good for one `POST /auth/refresh`, within 30 days. */
            refreshToken: string;
            /**
             * @description Seconds until the access token is over.
             * @example 900
             */
            expiresIn: number;
        };
        StarMessageDto: {
            starred: boolean;
        };
        StarredMessageDto: {
            /** @example 3EB0C431C26A1916E07A5E */
            messageId: string;
            /** @example support-line */
            sessionId: string;
            starred: boolean;
        };
        StartedSessionDto: {
            /** @enum {string} */
            status: "pending";
            /** @description A sentence for people. */
            message: string;
            /** @example support-line */
            sessionId: string;
            /** @description A key for this session only, when the session was created by this call. Shown once. */
            apiKey?: string;
            /** @description Signs the deliveries to `webhookUrl`, when the session was created by this call. Shown once. */
            webhookSecret?: string;
        };
        StatisticsDto: {
            users: components["schemas"]["UserCountsDto"];
            sessions: components["schemas"]["SessionCountsDto"];
            /** @description Of the last 24 hours. */
            messages: components["schemas"]["MessageCountsDto"];
            webhooks: components["schemas"]["WebhookCountsDto"];
            queues: components["schemas"]["QueueCountsDto"];
            workers: components["schemas"]["WorkerTotalsDto"];
        };
        StopSessionDto: {
            /**
             * @description False keeps the pairing, so that the session can connect again without a QR code.
             * @default true
             */
            logout?: boolean;
        };
        SystemLogDto: {
            /** @description Newest first. */
            entries: components["schemas"]["SystemLogEntryDto"][];
            pagination: components["schemas"]["PaginationDto"];
        };
        SystemLogEntryDto: {
            id: string;
            /** Format: date-time */
            at: string;
            /** @description The id of the user who did it; null: somebody who had not signed in, or WhatsApp. */
            actor: string | null;
            /** @description Null when the user does not exist any more. */
            actorEmail: string | null;
            /** @description The API key by which the user did it; null: an access token. */
            keyId: string | null;
            /** @example user.changed */
            action: string;
            /** @example user/019a5c2e-7b1f-7c3d-9f51-0d6f1f0a2b3c */
            target: string | null;
            /**
             * @example {
             *       "tier": "PRO"
             *     }
             */
            details: {
                [key: string]: unknown;
            };
            /** @example 203.0.113.9 */
            address: string | null;
            requestId: string | null;
        };
        TemplateDto: {
            id: string;
            /** @example order-ready */
            name: string;
            /** @example Hi {{name}}, your order {{order}} is ready. */
            body: string;
            /**
             * @description What a send must fill in.
             * @example [
             *       "name",
             *       "order"
             *     ]
             */
            variables: string[];
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        TemplateListDto: {
            templates: components["schemas"]["TemplateDto"][];
        };
        TenantSessionDto: {
            /** @example support-line */
            sessionId: string;
            userId: string;
            /** @example ann@example.com */
            email: string;
            /** @enum {string} */
            status: "DISCONNECTED" | "CONNECTING" | "SCANNING_QR" | "CONNECTED" | "DISCONNECTING" | "LOGGED_OUT" | "BLOCKED";
            /** @description Why the status is so. */
            reason: string | null;
            /** @description The worker that has it; null: none. */
            workerId: string | null;
            /** Format: date-time */
            lastActivity: string | null;
            /** Format: date-time */
            createdAt: string;
        };
        TenantSessionListDto: {
            /** @description By their ids. */
            sessions: components["schemas"]["TenantSessionDto"][];
            pagination: components["schemas"]["PaginationDto"];
        };
        TestWorkerDto: {
            /**
             * Format: uri
             * @example http://worker-3:8001
             */
            endpoint: string;
        };
        TimelineEntryDto: {
            /**
             * @example SENT
             * @enum {string}
             */
            status: "QUEUED" | "SENDING" | "SENT" | "DELIVERED" | "READ" | "PLAYED" | "FAILED" | "EXPIRED" | "CANCELLED" | "EDITED" | "DELETED";
            /** @example 2026-01-01T00:00:00.000Z */
            at: string;
            /** @description Why it failed. */
            detail?: string;
            /** @description The text or caption until then, of an edit or a deletion. */
            before?: string | null;
        };
        UnsupportedKindDto: {
            /** @example eventMessage */
            rawKind: string;
            /** @description Of the messages that are stored. */
            count: number;
            /**
             * Format: date-time
             * @description When the newest of them was sent.
             */
            lastAt: string;
        };
        UnsupportedKindsDto: {
            /** @description Those with the most messages first. */
            kinds: components["schemas"]["UnsupportedKindDto"][];
        };
        UpdateTemplateDto: {
            /** @example order-ready */
            name?: string;
            /** @example Hi {{name}}, your order {{order}} is ready. */
            body?: string;
        };
        UploadDto: {
            /** @description The session it is for: it goes with the session. Without it, any of yours may send it. */
            sessionId?: string;
            /**
             * @description What it must go as; otherwise its bytes decide.
             * @enum {string}
             */
            kind?: "image" | "video" | "audio" | "document";
            /** Format: binary */
            file: string;
        };
        UsageCloudEventDto: {
            /** @enum {string} */
            specversion: "1.0";
            /** @description The same each time that the event is told, and no other event's. */
            id: string;
            /** @description `PUBLIC_URL`, or `urn:wagate`. */
            source: string;
            /** @example wagate.message.accepted */
            type: string;
            /** @description The user. */
            subject: string;
            /** @description When it was accepted. */
            time: string;
            /** @example application/json */
            datacontenttype: string;
            /**
             * @description Where it stands, for `after`; grows, with gaps where others' events are.
             * @example 4711
             */
            sequence: string;
            data: components["schemas"]["UsageDataDto"];
        };
        UsageDataDto: {
            userId: string;
            sessionId: string;
            /** @description The API key that asked for it; null: a person with an access token. */
            apiKeyId: string | null;
            /** @example text */
            kind: string;
            /** @description Always 1. */
            messages: number;
        };
        UsageDto: {
            /** @enum {string} */
            groupBy?: "hour" | "day" | "session" | "kind" | "key";
            from: string;
            to: string;
            usage: components["schemas"]["UsageRowDto"][];
            /** @description All together. */
            total: number;
        };
        UsageRowDto: {
            /**
             * @description The hour, the day, the session, the kind, or the API key (`accessToken`: a person).
             * @example 2026-01-15
             */
            group: string;
            /** @example 17 */
            messages: number;
        };
        UserCountsDto: {
            total: number;
            /** @description Not shut out. */
            active: number;
            admins: number;
            /**
             * @example {
             *       "BASIC": 40,
             *       "PRO": 2
             *     }
             */
            byTier: {
                [key: string]: number;
            };
        };
        UserDto: {
            /** @example 019a5c2e-7b1f-7c3d-9f51-0d6f1f0a2b3c */
            id: string;
            /** @example ann@example.com */
            email: string;
            /** @example Ann */
            name: string | null;
            /** @enum {string} */
            role: "USER" | "ADMIN";
            /** @enum {string} */
            tier: "BASIC" | "PRO" | "MAX";
        };
        UserListDto: {
            /** @description Newest first. */
            users: components["schemas"]["AdministeredUserDto"][];
            pagination: components["schemas"]["PaginationDto"];
        };
        WaitingDto: {
            /**
             * @description `next`: it leaves as soon as its turn comes. `behind_others`: others were accepted before it. `awaiting_server_ack`: WhatsApp was given it and has not answered yet.
             * @example pacing
             * @enum {string}
             */
            reason: "scheduled" | "pacing" | "new_chat_limit" | "reachout_timelock" | "media_unavailable" | "session_not_connected" | "worker_moving" | "behind_others" | "awaiting_server_ack" | "next";
            /** @description A sentence for people. */
            detail: string;
            /**
             * Format: date-time
             * @description It waits until then at least.
             */
            until?: string;
        };
        WatchPresenceDto: {
            /**
             * @description A person or a group.
             * @example +628123456789
             */
            to: string;
        };
        WatchedPresenceDto: {
            /** @example support-line */
            sessionId: string;
            /** @example 628123456789@s.whatsapp.net */
            to: string;
        };
        WebhookCountsDto: {
            total: number;
            /** @description Switched on. */
            active: number;
            /** @description Switched on, and the newest delivery failed. */
            failing: number;
            /** @description Switched on, with events that are not delivered yet. */
            behind: number;
            /** @description Switched off by us, because they failed for too long or asked for it. */
            disabled: number;
        };
        WebhookDto: {
            /** @example 0198c1a0-7c5e-7d3a-9d5f-2f6f0c1b7a11 */
            id: string;
            /** @example https://example.com/hooks/whatsapp */
            url: string;
            /**
             * @example [
             *       "*"
             *     ]
             */
            events: ("session.qr" | "session.status" | "session.paired" | "session.logged_out" | "session.device_added" | "message.received" | "message.status" | "message.reaction" | "message.edited" | "message.deleted" | "message.pinned" | "message.undecryptable" | "poll.vote" | "call.received" | "contact.updated" | "chat.updated" | "history.synced" | "group.updated" | "group.participants" | "presence.updated" | "webhook.disabled" | "usage.limit" | "*")[];
            /**
             * @description Null: events of all your sessions.
             * @example support-line
             */
            sessionId: string | null;
            /**
             * @example standard
             * @enum {string}
             */
            format: "standard" | "classic";
            /**
             * @description Your own headers; their values are not shown again.
             * @example [
             *       "X-Api-Key"
             *     ]
             */
            headerNames: string[];
            /**
             * @description Signatures besides the standard ones.
             * @example [
             *       "x-hub-signature-256"
             *     ]
             */
            extraSignatures: ("v1a" | "x-hub-signature-256")[];
            /**
             * @description Checks the `v1a` signatures (ed25519, Standard Webhooks); null without them.
             * @example whpk_UPIcuc0mRfL8hdgWpKMpVzS4Ex1b5Pd7KyRTWeRFpAk=
             */
            publicKey: string | null;
            /**
             * Format: date-time
             * @description Until when the secret before the last rotation signs as well.
             */
            previousSecretUntil: string | null;
            /** @example true */
            active: boolean;
            /**
             * @description Why we stopped sending by ourselves.
             * @example The endpoint answered 410 Gone.
             */
            disabledReason: string | null;
            /**
             * Format: date-time
             * @description The first failure after the newest success.
             */
            failingSince: string | null;
            /**
             * @description Failed attempts since the newest success.
             * @example 0
             */
            failureCount: number;
            /** Format: date-time */
            lastSuccessAt: string | null;
            /** Format: date-time */
            createdAt: string;
        };
        WebhookHealthDto: {
            id: string;
            active: boolean;
            /** @description Why it was switched off by itself. */
            disabledReason: string | null;
            /** Format: date-time */
            failingSince: string | null;
            /** @description Since the newest success. */
            failureCount: number;
            /** Format: date-time */
            lastSuccessAt: string | null;
        };
        WebhookListDto: {
            webhooks: components["schemas"]["WebhookDto"][];
            pagination: components["schemas"]["PaginationDto"];
        };
        WebhookTestDto: {
            /** @example 2026-01-15T10:30:00.000Z */
            at: string;
            /**
             * @description The HTTP status of the answer; null when none came.
             * @example 200
             */
            status: number | null;
            /** @example 41 */
            durationMs: number;
            /**
             * @description Why no answer came.
             * @example The connection was refused
             */
            error: string | null;
            /**
             * @description The first 200 characters of the answer.
             * @example ok
             */
            response: string | null;
            /** @description True when the endpoint answered with 2xx. */
            delivered: boolean;
        };
        WorkerDto: {
            /** @example worker-3 */
            workerId: string;
            /** @enum {string} */
            status: "ONLINE" | "DRAINING" | "OFFLINE" | "PENDING";
            /** @example http://worker-3:8001 */
            endpoint: string | null;
            /** @description Sessions that are placed on it. */
            sessionCount: number;
            /** @example 50 */
            maxSessions: number;
            /**
             * @description Percent of one processor.
             * @example 12.5
             */
            cpuUsage: number;
            /**
             * @description Percent of the memory that the process may use.
             * @example 7.1
             */
            memoryUsage: number;
            /** Format: date-time */
            lastHeartbeat: string | null;
            description: string | null;
        };
        WorkerFiguresDto: {
            /** @example worker-3 */
            workerId: string;
            /** @enum {string} */
            status: "ONLINE" | "DRAINING" | "OFFLINE" | "PENDING";
            /** @example http://worker-3:8001 */
            endpoint: string | null;
            /** @description Sessions that are placed on it. */
            sessionCount: number;
            /** @example 50 */
            maxSessions: number;
            /**
             * @description Percent of one processor.
             * @example 12.5
             */
            cpuUsage: number;
            /**
             * @description Percent of the memory that the process may use.
             * @example 7.1
             */
            memoryUsage: number;
            /** Format: date-time */
            lastHeartbeat: string | null;
            description: string | null;
            /** @description In and out, since its start. */
            messages: number;
            /** Format: date-time */
            startedAt: string | null;
        };
        WorkerListDto: {
            workers: components["schemas"]["WorkerDto"][];
        };
        WorkerOfSessionDto: {
            /** @example worker-1 */
            workerId: string;
        };
        WorkerStatisticsDto: {
            totals: components["schemas"]["WorkerTotalsDto"];
            workers: components["schemas"]["WorkerFiguresDto"][];
        };
        WorkerTestDto: {
            endpoint: string;
            reachable: boolean;
            /** @description It is a worker, and says that it is well. */
            healthy: boolean;
            latencyMs: number;
            /**
             * @description What was wrong.
             * @example ECONNREFUSED
             */
            detail: string | null;
        };
        WorkerTotalsDto: {
            workers: number;
            online: number;
            draining: number;
            offline: number;
            pending: number;
            sessions: number;
            /** @description Sessions that the online workers may have. */
            capacity: number;
            messages: number;
            /** @description The mean of the online workers. */
            cpuUsage: number;
            memoryUsage: number;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HealthDto"];
                };
            };
        };
    };
    getDetailedHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DetailedHealthDto"];
                };
            };
        };
    };
    getLiveness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LivenessDto"];
                };
            };
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReadyDto"];
                };
            };
            /** @description `UNAVAILABLE`: A part that is needed is not available */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    readMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Metrics */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
        };
    };
    registerUser: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RegisterDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedInDto"];
                };
            };
            /** @description `REGISTRATION_CLOSED`: Registration is closed on this installation */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `EMAIL_TAKEN`: This e-mail address is registered already */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
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
                "application/json": components["schemas"]["LoginDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedInDto"];
                };
            };
            /** @description `INVALID_CREDENTIALS`: The e-mail or the password is wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    refreshTokens: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RefreshTokenDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedInDto"];
                };
            };
            /** @description `REFRESH_TOKEN_INVALID`: The refresh token is not valid any more */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    signOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RefreshTokenDto"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    signOutEverywhere: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    changePassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangePasswordDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedInDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getOwnUser: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    eraseOwnUser: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EraseMeDto"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `LAST_ADMIN`: An installation needs an administrator */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    registerInBrowser: {
        parameters: {
            query?: never;
            header: {
                "X-Requested-With": "wagate";
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RegisterDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BrowserSignedInDto"];
                };
            };
            /** @description `CROSS_SITE`: Only our own pages may ask for that; `REGISTRATION_CLOSED`: Registration is closed on this installation */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `EMAIL_TAKEN`: This e-mail address is registered already */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    loginInBrowser: {
        parameters: {
            query?: never;
            header: {
                "X-Requested-With": "wagate";
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LoginDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BrowserSignedInDto"];
                };
            };
            /** @description `INVALID_CREDENTIALS`: The e-mail or the password is wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `CROSS_SITE`: Only our own pages may ask for that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    refreshInBrowser: {
        parameters: {
            query?: never;
            header: {
                "X-Requested-With": "wagate";
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BrowserSignedInDto"];
                };
            };
            /** @description `REFRESH_TOKEN_INVALID`: The refresh token is not valid any more */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `CROSS_SITE`: Only our own pages may ask for that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    logoutInBrowser: {
        parameters: {
            query?: never;
            header: {
                "X-Requested-With": "wagate";
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `CROSS_SITE`: Only our own pages may ask for that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    changePasswordInBrowser: {
        parameters: {
            query?: never;
            header: {
                "X-Requested-With": "wagate";
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangePasswordDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BrowserSignedInDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /**
             * @description `CROSS_SITE`: Only our own pages may ask for that
             *
             *     `FORBIDDEN`: This credential may not do that
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listApiKeys: {
        parameters: {
            query?: {
                limit?: number;
                /** @description `pagination.nextCursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeyListDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    createApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateApiKeyDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedApiKeyDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    revokeApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `API_KEY_NOT_FOUND`: There is no such API key */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    changeApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeApiKeyDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeyDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `API_KEY_NOT_FOUND`: There is no such API key */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    rotateApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RotateApiKeyDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedApiKeyDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `API_KEY_NOT_FOUND`: There is no such API key */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listPlans: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlansDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getLimits: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LimitsDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getUsage: {
        parameters: {
            query?: {
                /** @description What a row stands for. Hours can be asked for 40 days back, days for good. */
                groupBy?: "hour" | "day" | "session" | "kind" | "key";
                /** @description From this time on; the first of the month when absent. */
                from?: string;
                /** @description Before this time; now when absent. */
                to?: string;
            };
            header: {
                accept: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The usage */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsageDto"];
                    "text/csv": string;
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listWorkers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkerListDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    addWorker: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AddWorkerDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkerDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `WORKER_EXISTS`: This worker is known already */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getWorkerStatistics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkerStatisticsDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    testWorker: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TestWorkerDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkerTestDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getHealthMonitor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HealthMonitorDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    startHealthMonitor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HealthMonitorDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    stopHealthMonitor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HealthMonitorDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getWorkerMetrics: {
        parameters: {
            query?: {
                limit?: number;
            };
            header?: never;
            path: {
                workerId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MetricsListDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `WORKER_NOT_FOUND`: There is no such worker */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    drainWorker: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workerId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DrainingWorkerDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `WORKER_NOT_FOUND`: There is no such worker */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    removeWorker: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workerId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RemovedWorkerDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `WORKER_NOT_FOUND`: There is no such worker */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    migrateSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MigrateDto"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MigrationDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NO_WORKER`: No worker is available for this session */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    registerWorker: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RegisterWorkerDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegisteredWorkerDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `WORKER_EXISTS`: This worker is known already */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    sendHeartbeat: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workerId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HeartbeatDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegisteredWorkerDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `WORKER_NOT_FOUND`: There is no such worker */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listWebhooks: {
        parameters: {
            query?: {
                limit?: number;
                /** @description `pagination.nextCursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookListDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    createWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateWebhookDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedWebhookDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong; `URL_REFUSED`: The URL may not be reached from here */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `WEBHOOK_NOT_FOUND`: There is no such webhook */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    deleteWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `WEBHOOK_NOT_FOUND`: There is no such webhook */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    changeWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeWebhookDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `WEBHOOK_NOT_FOUND`: There is no such webhook */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong; `URL_REFUSED`: The URL may not be reached from here */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    rotateWebhookSecret: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RotatedSecretDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `WEBHOOK_NOT_FOUND`: There is no such webhook */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    replayEvents: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplayDto"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayAnswerDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `WEBHOOK_NOT_FOUND`: There is no such webhook; `SESSION_NOT_FOUND`: There is no such session */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listDeliveries: {
        parameters: {
            query?: {
                limit?: number;
                /** @description `pending` is being tried, `failed` was given up: a dead letter. */
                status?: "pending" | "delivered" | "failed";
                /** @description `pagination.nextCursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryListDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `WEBHOOK_NOT_FOUND`: There is no such webhook */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    retryDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                deliveryId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RequeueAnswerDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `WEBHOOK_NOT_FOUND`: There is no such webhook; `DELIVERY_NOT_FOUND`: There is no such delivery */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listDeadLetters: {
        parameters: {
            query?: {
                limit?: number;
                /** @description `pagination.nextCursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryListDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `WEBHOOK_NOT_FOUND`: There is no such webhook */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    requeueDeadLetters: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RequeueAnswerDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `WEBHOOK_NOT_FOUND`: There is no such webhook */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    testWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookTestDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `WEBHOOK_NOT_FOUND`: There is no such webhook */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listSessions: {
        parameters: {
            query?: {
                /** @description Only sessions with this status. */
                status?: "DISCONNECTED" | "CONNECTING" | "SCANNING_QR" | "CONNECTED" | "DISCONNECTING" | "LOGGED_OUT" | "BLOCKED";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionListDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    createSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateSessionDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedSessionDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_EXISTS`: This session id is taken; `SESSION_LIMIT_REACHED`: The plan has no room for another session */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong; `URL_REFUSED`: The URL may not be reached from here */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionDetailsDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    deleteSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeletedSessionDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    changeSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeSessionDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangedSessionDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong; `URL_REFUSED`: The URL may not be reached from here */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getSessionStatus: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionStatusDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    startSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateSessionDto"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartedSessionDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_EXISTS`: This session id is taken; `SESSION_LIMIT_REACHED`: The plan has no room for another session */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong; `URL_REFUSED`: The URL may not be reached from here */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    connectSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    requestPairingCode: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PairingCodeDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PairingCodeAnswerDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_ALREADY_PAIRED`: The session is paired already; `SESSION_NOT_CONNECTED`: The session is not connected */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NO_WORKER`: No worker is available for this session; `SESSION_MOVING`: The session is moving to another worker; `UNAVAILABLE`: A part that is needed is not available; `WORKER_TIMEOUT`: The worker did not answer in time; `WHATSAPP_UNREACHABLE`: WhatsApp can not be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getQrCode: {
        parameters: {
            query?: never;
            header: {
                accept: string;
            };
            path: {
                sessionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The code that WhatsApp shows now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QrDto"];
                    "image/png": string;
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NO_QR`: There is no QR code to scan */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    stopSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StopSessionDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndingSessionDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    disconnectSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndingSessionDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    restartSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndingSessionDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    logOutSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndingSessionDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listContacts: {
        parameters: {
            query?: {
                limit?: number;
                /** @description The `nextCursor` of the page before. */
                cursor?: string;
                /** @description Part of a name, or of the phone number. */
                search?: string;
            };
            header?: never;
            path: {
                sessionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContactListDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    rejectCall: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
                callId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RejectedCallDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session; `CALL_NOT_FOUND`: There is no such call */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_CONNECTED`: The session is not connected */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NO_WORKER`: No worker is available for this session; `SESSION_MOVING`: The session is moving to another worker; `UNAVAILABLE`: A part that is needed is not available; `WORKER_TIMEOUT`: The worker did not answer in time; `WHATSAPP_UNREACHABLE`: WhatsApp can not be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    checkNumber: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
                phone: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CheckedNumberDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_CONNECTED`: The session is not connected */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NO_WORKER`: No worker is available for this session; `SESSION_MOVING`: The session is moving to another worker; `UNAVAILABLE`: A part that is needed is not available; `WORKER_TIMEOUT`: The worker did not answer in time; `WHATSAPP_UNREACHABLE`: WhatsApp can not be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    checkNumbers: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CheckNumbersDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CheckedNumbersDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_CONNECTED`: The session is not connected */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NO_WORKER`: No worker is available for this session; `SESSION_MOVING`: The session is moving to another worker; `UNAVAILABLE`: A part that is needed is not available; `WORKER_TIMEOUT`: The worker did not answer in time; `WHATSAPP_UNREACHABLE`: WhatsApp can not be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    uploadMedia: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Fields that come after `file` are not read. */
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["UploadDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MediaDto"];
                };
            };
            /** @description `MALFORMED_REQUEST`: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `PAYLOAD_TOO_LARGE`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE`: The content type is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNAVAILABLE`: A part that is needed is not available */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    downloadMedia: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                mediaId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "*/*": string;
                };
            };
            /** @description The range that was asked for */
            206: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "*/*": string;
                };
            };
            /** @description The client has it */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `MEDIA_NOT_FOUND`: There is no such media; `MEDIA_PENDING`: The media is on its way */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RANGE_NOT_SATISFIABLE`: The range lies outside of the file */
            416: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNAVAILABLE`: A part that is needed is not available */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getContact: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
                contactId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonDetailsDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session; `CONTACT_NOT_FOUND`: There is no such contact on WhatsApp; `PICTURE_NOT_FOUND`: There is no picture, or it is hidden */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `WHATSAPP_REFUSED`: WhatsApp does not allow that; `SESSION_NOT_CONNECTED`: The session is not connected */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NO_WORKER`: No worker is available for this session; `SESSION_MOVING`: The session is moving to another worker; `UNAVAILABLE`: A part that is needed is not available; `WORKER_TIMEOUT`: The worker did not answer in time; `WHATSAPP_UNREACHABLE`: WhatsApp can not be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    saveContact: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
                contactId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SaveContactDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedPersonDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session; `CONTACT_NOT_FOUND`: There is no such contact on WhatsApp; `PICTURE_NOT_FOUND`: There is no picture, or it is hidden */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `WHATSAPP_REFUSED`: WhatsApp does not allow that; `SESSION_NOT_CONNECTED`: The session is not connected */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NO_WORKER`: No worker is available for this session; `SESSION_MOVING`: The session is moving to another worker; `UNAVAILABLE`: A part that is needed is not available; `WORKER_TIMEOUT`: The worker did not answer in time; `WHATSAPP_UNREACHABLE`: WhatsApp can not be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    deleteContact: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
                contactId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session; `CONTACT_NOT_FOUND`: There is no such contact on WhatsApp; `PICTURE_NOT_FOUND`: There is no picture, or it is hidden */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `WHATSAPP_REFUSED`: WhatsApp does not allow that; `SESSION_NOT_CONNECTED`: The session is not connected */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NO_WORKER`: No worker is available for this session; `SESSION_MOVING`: The session is moving to another worker; `UNAVAILABLE`: A part that is needed is not available; `WORKER_TIMEOUT`: The worker did not answer in time; `WHATSAPP_UNREACHABLE`: WhatsApp can not be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getContactPicture: {
        parameters: {
            query?: {
                size?: "full" | "preview";
            };
            header?: never;
            path: {
                sessionId: string;
                contactId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonPictureDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session; `CONTACT_NOT_FOUND`: There is no such contact on WhatsApp; `PICTURE_NOT_FOUND`: There is no picture, or it is hidden */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `WHATSAPP_REFUSED`: WhatsApp does not allow that; `SESSION_NOT_CONNECTED`: The session is not connected */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NO_WORKER`: No worker is available for this session; `SESSION_MOVING`: The session is moving to another worker; `UNAVAILABLE`: A part that is needed is not available; `WORKER_TIMEOUT`: The worker did not answer in time; `WHATSAPP_UNREACHABLE`: WhatsApp can not be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    blockContact: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
                contactId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BlockedPersonDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session; `CONTACT_NOT_FOUND`: There is no such contact on WhatsApp; `PICTURE_NOT_FOUND`: There is no picture, or it is hidden */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `WHATSAPP_REFUSED`: WhatsApp does not allow that; `SESSION_NOT_CONNECTED`: The session is not connected */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NO_WORKER`: No worker is available for this session; `SESSION_MOVING`: The session is moving to another worker; `UNAVAILABLE`: A part that is needed is not available; `WORKER_TIMEOUT`: The worker did not answer in time; `WHATSAPP_UNREACHABLE`: WhatsApp can not be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    unblockContact: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
                contactId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BlockedPersonDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session; `CONTACT_NOT_FOUND`: There is no such contact on WhatsApp; `PICTURE_NOT_FOUND`: There is no picture, or it is hidden */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `WHATSAPP_REFUSED`: WhatsApp does not allow that; `SESSION_NOT_CONNECTED`: The session is not connected */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NO_WORKER`: No worker is available for this session; `SESSION_MOVING`: The session is moving to another worker; `UNAVAILABLE`: A part that is needed is not available; `WORKER_TIMEOUT`: The worker did not answer in time; `WHATSAPP_UNREACHABLE`: WhatsApp can not be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    subscribeToPresence: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WatchPresenceDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WatchedPresenceDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session; `CONTACT_NOT_FOUND`: There is no such contact on WhatsApp; `PICTURE_NOT_FOUND`: There is no picture, or it is hidden */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `WHATSAPP_REFUSED`: WhatsApp does not allow that; `SESSION_NOT_CONNECTED`: The session is not connected */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NO_WORKER`: No worker is available for this session; `SESSION_MOVING`: The session is moving to another worker; `UNAVAILABLE`: A part that is needed is not available; `WORKER_TIMEOUT`: The worker did not answer in time; `WHATSAPP_UNREACHABLE`: WhatsApp can not be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listBlockedContacts: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BlocklistDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session; `CONTACT_NOT_FOUND`: There is no such contact on WhatsApp; `PICTURE_NOT_FOUND`: There is no picture, or it is hidden */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `WHATSAPP_REFUSED`: WhatsApp does not allow that; `SESSION_NOT_CONNECTED`: The session is not connected */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NO_WORKER`: No worker is available for this session; `SESSION_MOVING`: The session is moving to another worker; `UNAVAILABLE`: A part that is needed is not available; `WORKER_TIMEOUT`: The worker did not answer in time; `WHATSAPP_UNREACHABLE`: WhatsApp can not be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getProfile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProfileDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `WHATSAPP_REFUSED`: WhatsApp does not allow that; `SESSION_NOT_CONNECTED`: The session is not connected */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NO_WORKER`: No worker is available for this session; `SESSION_MOVING`: The session is moving to another worker; `UNAVAILABLE`: A part that is needed is not available; `WORKER_TIMEOUT`: The worker did not answer in time; `WHATSAPP_UNREACHABLE`: WhatsApp can not be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    changeProfile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeProfileDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProfileDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `MEDIA_NOT_FOUND`: There is no such media */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `WHATSAPP_REFUSED`: WhatsApp does not allow that; `SESSION_NOT_CONNECTED`: The session is not connected */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `PAYLOAD_TOO_LARGE`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE`: The content type is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NO_WORKER`: No worker is available for this session; `SESSION_MOVING`: The session is moving to another worker; `UNAVAILABLE`: A part that is needed is not available; `WORKER_TIMEOUT`: The worker did not answer in time; `WHATSAPP_UNREACHABLE`: WhatsApp can not be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getPrivacy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PrivacyDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `WHATSAPP_REFUSED`: WhatsApp does not allow that; `SESSION_NOT_CONNECTED`: The session is not connected */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NO_WORKER`: No worker is available for this session; `SESSION_MOVING`: The session is moving to another worker; `UNAVAILABLE`: A part that is needed is not available; `WORKER_TIMEOUT`: The worker did not answer in time; `WHATSAPP_UNREACHABLE`: WhatsApp can not be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    changePrivacy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangePrivacyDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PrivacyDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `WHATSAPP_REFUSED`: WhatsApp does not allow that; `SESSION_NOT_CONNECTED`: The session is not connected */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NO_WORKER`: No worker is available for this session; `SESSION_MOVING`: The session is moving to another worker; `UNAVAILABLE`: A part that is needed is not available; `WORKER_TIMEOUT`: The worker did not answer in time; `WHATSAPP_UNREACHABLE`: WhatsApp can not be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    createChannel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateChannelDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session; `CHANNEL_NOT_FOUND`: There is no such channel */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `WHATSAPP_REFUSED`: WhatsApp does not allow that; `SESSION_NOT_CONNECTED`: The session is not connected */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NO_WORKER`: No worker is available for this session; `SESSION_MOVING`: The session is moving to another worker; `UNAVAILABLE`: A part that is needed is not available; `WORKER_TIMEOUT`: The worker did not answer in time; `WHATSAPP_UNREACHABLE`: WhatsApp can not be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getChannel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
                channelId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session; `CHANNEL_NOT_FOUND`: There is no such channel */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `WHATSAPP_REFUSED`: WhatsApp does not allow that; `SESSION_NOT_CONNECTED`: The session is not connected */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NO_WORKER`: No worker is available for this session; `SESSION_MOVING`: The session is moving to another worker; `UNAVAILABLE`: A part that is needed is not available; `WORKER_TIMEOUT`: The worker did not answer in time; `WHATSAPP_UNREACHABLE`: WhatsApp can not be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    followChannel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
                channelId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FollowedChannelDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session; `CHANNEL_NOT_FOUND`: There is no such channel */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `WHATSAPP_REFUSED`: WhatsApp does not allow that; `SESSION_NOT_CONNECTED`: The session is not connected */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NO_WORKER`: No worker is available for this session; `SESSION_MOVING`: The session is moving to another worker; `UNAVAILABLE`: A part that is needed is not available; `WORKER_TIMEOUT`: The worker did not answer in time; `WHATSAPP_UNREACHABLE`: WhatsApp can not be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    unfollowChannel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
                channelId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FollowedChannelDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session; `CHANNEL_NOT_FOUND`: There is no such channel */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `WHATSAPP_REFUSED`: WhatsApp does not allow that; `SESSION_NOT_CONNECTED`: The session is not connected */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NO_WORKER`: No worker is available for this session; `SESSION_MOVING`: The session is moving to another worker; `UNAVAILABLE`: A part that is needed is not available; `WORKER_TIMEOUT`: The worker did not answer in time; `WHATSAPP_UNREACHABLE`: WhatsApp can not be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listGroups: {
        parameters: {
            query?: {
                limit?: number;
                /** @description The `nextCursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                sessionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupListDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session; `GROUP_NOT_FOUND`: There is no such group */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `WHATSAPP_REFUSED`: WhatsApp does not allow that; `SESSION_NOT_CONNECTED`: The session is not connected */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NO_WORKER`: No worker is available for this session; `SESSION_MOVING`: The session is moving to another worker; `UNAVAILABLE`: A part that is needed is not available; `WORKER_TIMEOUT`: The worker did not answer in time; `WHATSAPP_UNREACHABLE`: WhatsApp can not be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    createGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateGroupDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedGroupDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session; `GROUP_NOT_FOUND`: There is no such group */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `WHATSAPP_REFUSED`: WhatsApp does not allow that; `SESSION_NOT_CONNECTED`: The session is not connected */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NO_WORKER`: No worker is available for this session; `SESSION_MOVING`: The session is moving to another worker; `UNAVAILABLE`: A part that is needed is not available; `WORKER_TIMEOUT`: The worker did not answer in time; `WHATSAPP_UNREACHABLE`: WhatsApp can not be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    joinGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["JoinGroupDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JoinedGroupDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `INVITE_NOT_FOUND`: There is no such invite; `MESSAGE_NOT_FOUND`: There is no such message */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `WHATSAPP_REFUSED`: WhatsApp does not allow that; `SESSION_NOT_CONNECTED`: The session is not connected */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NO_WORKER`: No worker is available for this session; `SESSION_MOVING`: The session is moving to another worker; `UNAVAILABLE`: A part that is needed is not available; `WORKER_TIMEOUT`: The worker did not answer in time; `WHATSAPP_UNREACHABLE`: WhatsApp can not be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
                groupId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session; `GROUP_NOT_FOUND`: There is no such group */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `WHATSAPP_REFUSED`: WhatsApp does not allow that; `SESSION_NOT_CONNECTED`: The session is not connected */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NO_WORKER`: No worker is available for this session; `SESSION_MOVING`: The session is moving to another worker; `UNAVAILABLE`: A part that is needed is not available; `WORKER_TIMEOUT`: The worker did not answer in time; `WHATSAPP_UNREACHABLE`: WhatsApp can not be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    changeGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
                groupId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeGroupDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session; `GROUP_NOT_FOUND`: There is no such group */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `WHATSAPP_REFUSED`: WhatsApp does not allow that; `SESSION_NOT_CONNECTED`: The session is not connected */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NO_WORKER`: No worker is available for this session; `SESSION_MOVING`: The session is moving to another worker; `UNAVAILABLE`: A part that is needed is not available; `WORKER_TIMEOUT`: The worker did not answer in time; `WHATSAPP_UNREACHABLE`: WhatsApp can not be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    leaveGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
                groupId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LeftGroupDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session; `GROUP_NOT_FOUND`: There is no such group */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `WHATSAPP_REFUSED`: WhatsApp does not allow that; `SESSION_NOT_CONNECTED`: The session is not connected */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NO_WORKER`: No worker is available for this session; `SESSION_MOVING`: The session is moving to another worker; `UNAVAILABLE`: A part that is needed is not available; `WORKER_TIMEOUT`: The worker did not answer in time; `WHATSAPP_UNREACHABLE`: WhatsApp can not be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getGroupPicture: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
                groupId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupPictureDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `PICTURE_NOT_FOUND`: There is no picture, or it is hidden */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `WHATSAPP_REFUSED`: WhatsApp does not allow that; `SESSION_NOT_CONNECTED`: The session is not connected */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NO_WORKER`: No worker is available for this session; `SESSION_MOVING`: The session is moving to another worker; `UNAVAILABLE`: A part that is needed is not available; `WORKER_TIMEOUT`: The worker did not answer in time; `WHATSAPP_UNREACHABLE`: WhatsApp can not be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    setGroupPicture: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
                groupId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetPictureDto"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `MEDIA_NOT_FOUND`: There is no such media */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `WHATSAPP_REFUSED`: WhatsApp does not allow that; `SESSION_NOT_CONNECTED`: The session is not connected */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `PAYLOAD_TOO_LARGE`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE`: The content type is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `MEDIA_NOT_FETCHED`: The media could not be fetched from its URL; `URL_REFUSED`: The URL may not be reached from here */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NO_WORKER`: No worker is available for this session; `SESSION_MOVING`: The session is moving to another worker; `UNAVAILABLE`: A part that is needed is not available; `WORKER_TIMEOUT`: The worker did not answer in time; `WHATSAPP_UNREACHABLE`: WhatsApp can not be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    deleteGroupPicture: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
                groupId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session; `GROUP_NOT_FOUND`: There is no such group */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `WHATSAPP_REFUSED`: WhatsApp does not allow that; `SESSION_NOT_CONNECTED`: The session is not connected */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NO_WORKER`: No worker is available for this session; `SESSION_MOVING`: The session is moving to another worker; `UNAVAILABLE`: A part that is needed is not available; `WORKER_TIMEOUT`: The worker did not answer in time; `WHATSAPP_UNREACHABLE`: WhatsApp can not be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    addParticipants: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
                groupId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ParticipantsDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberResultsDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session; `GROUP_NOT_FOUND`: There is no such group */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `WHATSAPP_REFUSED`: WhatsApp does not allow that; `SESSION_NOT_CONNECTED`: The session is not connected */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NO_WORKER`: No worker is available for this session; `SESSION_MOVING`: The session is moving to another worker; `UNAVAILABLE`: A part that is needed is not available; `WORKER_TIMEOUT`: The worker did not answer in time; `WHATSAPP_UNREACHABLE`: WhatsApp can not be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    removeParticipants: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
                groupId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ParticipantsDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberResultsDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session; `GROUP_NOT_FOUND`: There is no such group */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `WHATSAPP_REFUSED`: WhatsApp does not allow that; `SESSION_NOT_CONNECTED`: The session is not connected */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NO_WORKER`: No worker is available for this session; `SESSION_MOVING`: The session is moving to another worker; `UNAVAILABLE`: A part that is needed is not available; `WORKER_TIMEOUT`: The worker did not answer in time; `WHATSAPP_UNREACHABLE`: WhatsApp can not be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    promoteParticipants: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
                groupId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ParticipantsDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberResultsDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session; `GROUP_NOT_FOUND`: There is no such group */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `WHATSAPP_REFUSED`: WhatsApp does not allow that; `SESSION_NOT_CONNECTED`: The session is not connected */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NO_WORKER`: No worker is available for this session; `SESSION_MOVING`: The session is moving to another worker; `UNAVAILABLE`: A part that is needed is not available; `WORKER_TIMEOUT`: The worker did not answer in time; `WHATSAPP_UNREACHABLE`: WhatsApp can not be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    demoteParticipants: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
                groupId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ParticipantsDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberResultsDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session; `GROUP_NOT_FOUND`: There is no such group */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `WHATSAPP_REFUSED`: WhatsApp does not allow that; `SESSION_NOT_CONNECTED`: The session is not connected */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NO_WORKER`: No worker is available for this session; `SESSION_MOVING`: The session is moving to another worker; `UNAVAILABLE`: A part that is needed is not available; `WORKER_TIMEOUT`: The worker did not answer in time; `WHATSAPP_UNREACHABLE`: WhatsApp can not be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getGroupInvite: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
                groupId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupInviteDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session; `GROUP_NOT_FOUND`: There is no such group */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `WHATSAPP_REFUSED`: WhatsApp does not allow that; `SESSION_NOT_CONNECTED`: The session is not connected */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NO_WORKER`: No worker is available for this session; `SESSION_MOVING`: The session is moving to another worker; `UNAVAILABLE`: A part that is needed is not available; `WORKER_TIMEOUT`: The worker did not answer in time; `WHATSAPP_UNREACHABLE`: WhatsApp can not be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    renewGroupInvite: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
                groupId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupInviteDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session; `GROUP_NOT_FOUND`: There is no such group */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `WHATSAPP_REFUSED`: WhatsApp does not allow that; `SESSION_NOT_CONNECTED`: The session is not connected */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NO_WORKER`: No worker is available for this session; `SESSION_MOVING`: The session is moving to another worker; `UNAVAILABLE`: A part that is needed is not available; `WORKER_TIMEOUT`: The worker did not answer in time; `WHATSAPP_UNREACHABLE`: WhatsApp can not be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listJoinRequests: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
                groupId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JoinRequestListDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session; `GROUP_NOT_FOUND`: There is no such group */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `WHATSAPP_REFUSED`: WhatsApp does not allow that; `SESSION_NOT_CONNECTED`: The session is not connected */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NO_WORKER`: No worker is available for this session; `SESSION_MOVING`: The session is moving to another worker; `UNAVAILABLE`: A part that is needed is not available; `WORKER_TIMEOUT`: The worker did not answer in time; `WHATSAPP_UNREACHABLE`: WhatsApp can not be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    approveJoinRequests: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
                groupId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ParticipantsDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberResultsDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session; `GROUP_NOT_FOUND`: There is no such group */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `WHATSAPP_REFUSED`: WhatsApp does not allow that; `SESSION_NOT_CONNECTED`: The session is not connected */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NO_WORKER`: No worker is available for this session; `SESSION_MOVING`: The session is moving to another worker; `UNAVAILABLE`: A part that is needed is not available; `WORKER_TIMEOUT`: The worker did not answer in time; `WHATSAPP_UNREACHABLE`: WhatsApp can not be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    rejectJoinRequests: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
                groupId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ParticipantsDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberResultsDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session; `GROUP_NOT_FOUND`: There is no such group */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `WHATSAPP_REFUSED`: WhatsApp does not allow that; `SESSION_NOT_CONNECTED`: The session is not connected */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NO_WORKER`: No worker is available for this session; `SESSION_MOVING`: The session is moving to another worker; `UNAVAILABLE`: A part that is needed is not available; `WORKER_TIMEOUT`: The worker did not answer in time; `WHATSAPP_UNREACHABLE`: WhatsApp can not be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listTemplates: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplateListDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    createTemplate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateTemplateDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplateDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `TEMPLATE_EXISTS`: There is a template of this name already */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getTemplate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                template: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplateDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `TEMPLATE_NOT_FOUND`: There is no such template */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    deleteTemplate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                template: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `TEMPLATE_NOT_FOUND`: There is no such template */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    changeTemplate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                template: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateTemplateDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplateDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `TEMPLATE_NOT_FOUND`: There is no such template */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `TEMPLATE_EXISTS`: There is a template of this name already */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    sendMessages: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 255 characters, kept for 7 days. The same key with the same body gets the first answer again, with the header `Idempotent-Replayed: true`. */
                "Idempotency-Key"?: string;
            };
            path: {
                sessionId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BulkDto"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkAnswerDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session; `TEMPLATE_NOT_FOUND`: There is no such template; `MEDIA_NOT_FOUND`: There is no such media */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `PAYLOAD_TOO_LARGE`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE`: The content type is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong; `RECIPIENT_INVALID`: The recipient is not an address of WhatsApp; `recipient.not_on_whatsapp`: The recipient is not on WhatsApp; `IDEMPOTENCY_MISMATCH`: The idempotency key was used with another body; `MEDIA_NOT_FETCHED`: The media could not be fetched from its URL; `URL_REFUSED`: The URL may not be reached from here */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /**
             * @description `RATE_LIMITED`: Too many requests
             *
             *     `RATE_LIMITED`: Too many requests
             */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NOT_OFFERED`: WhatsApp or this version does not offer that */
            501: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNAVAILABLE`: A part that is needed is not available */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getBatch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
                batchId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session; `BATCH_NOT_FOUND`: There is no such batch */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    markMessageRead: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
                messageId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReadMessageDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session; `MESSAGE_NOT_FOUND`: There is no such message */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_CONNECTED`: The session is not connected */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NO_WORKER`: No worker is available for this session; `SESSION_MOVING`: The session is moving to another worker; `UNAVAILABLE`: A part that is needed is not available; `WORKER_TIMEOUT`: The worker did not answer in time; `WHATSAPP_UNREACHABLE`: WhatsApp can not be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    starMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
                messageId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StarMessageDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StarredMessageDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session; `MESSAGE_NOT_FOUND`: There is no such message */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_CONNECTED`: The session is not connected */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NO_WORKER`: No worker is available for this session; `SESSION_MOVING`: The session is moving to another worker; `UNAVAILABLE`: A part that is needed is not available; `WORKER_TIMEOUT`: The worker did not answer in time; `WHATSAPP_UNREACHABLE`: WhatsApp can not be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    setPresence: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ShowPresenceDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ShownPresenceDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_CONNECTED`: The session is not connected */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong; `RECIPIENT_INVALID`: The recipient is not an address of WhatsApp */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NOT_OFFERED`: WhatsApp or this version does not offer that */
            501: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NO_WORKER`: No worker is available for this session; `SESSION_MOVING`: The session is moving to another worker; `UNAVAILABLE`: A part that is needed is not available; `WORKER_TIMEOUT`: The worker did not answer in time; `WHATSAPP_UNREACHABLE`: WhatsApp can not be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listUnsupportedKinds: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UnsupportedKindsDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listMessages: {
        parameters: {
            query?: {
                limit?: number;
                /** @description The `nextCursor` of the page before. */
                cursor?: string;
                /** @description Skips that many messages. Slow for large numbers, so at most 1000: use `cursor`. */
                offset?: number;
                /** @description Only messages of this chat: a phone number or an address of WhatsApp. */
                chat?: string;
                direction?: "inbound" | "outbound";
            };
            header?: never;
            path: {
                sessionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageListDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    sendMessage: {
        parameters: {
            query?: {
                /** @description How long to hold the answer, in milliseconds. */
                timeoutMs?: number;
                /** @description Holds the answer until the message is there (200), or the time is up (202). */
                wait?: "sent" | "delivered" | "read";
            };
            header?: {
                /** @description Up to 255 characters, kept for 7 days. The same key with the same body gets the first answer again, with the header `Idempotent-Replayed: true`. */
                "Idempotency-Key"?: string;
            };
            path: {
                sessionId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SendTextDto"] | components["schemas"]["SendTemplateDto"] | components["schemas"]["SendMediaDto"] | components["schemas"]["SendLocationDto"] | components["schemas"]["SendContactDto"] | components["schemas"]["SendGroupInviteDto"] | components["schemas"]["SendPollDto"] | components["schemas"]["SendReactionDto"] | components["schemas"]["SendEditDto"] | components["schemas"]["SendDeleteDto"] | components["schemas"]["SendPinDto"] | components["schemas"]["SendForwardDto"];
            };
        };
        responses: {
            /** @description With `wait`: the message is there, or has failed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SendAnswerDto"];
                };
            };
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SendAnswerDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session; `TEMPLATE_NOT_FOUND`: There is no such template; `MEDIA_NOT_FOUND`: There is no such media */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `PAYLOAD_TOO_LARGE`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE`: The content type is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong; `RECIPIENT_INVALID`: The recipient is not an address of WhatsApp; `recipient.not_on_whatsapp`: The recipient is not on WhatsApp; `IDEMPOTENCY_MISMATCH`: The idempotency key was used with another body; `MEDIA_NOT_FETCHED`: The media could not be fetched from its URL; `URL_REFUSED`: The URL may not be reached from here */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /**
             * @description `RATE_LIMITED`: Too many requests
             *
             *     `RATE_LIMITED`: Too many requests
             */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NOT_OFFERED`: WhatsApp or this version does not offer that */
            501: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNAVAILABLE`: A part that is needed is not available */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
                messageId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageDetailsDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session; `MESSAGE_NOT_FOUND`: There is no such message */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    cancelMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
                messageId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CancelledMessageDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session; `MESSAGE_NOT_FOUND`: There is no such message */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `MESSAGE_NOT_QUEUED`: The message is not queued any more */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    sendClassicText: {
        parameters: {
            query?: {
                /** @description How long to hold the answer, in milliseconds. */
                timeoutMs?: number;
                /** @description Holds the answer until the message is there (200), or the time is up (202). */
                wait?: "sent" | "delivered" | "read";
            };
            header?: {
                /** @description Up to 255 characters, kept for 7 days. The same key with the same body gets the first answer again, with the header `Idempotent-Replayed: true`. */
                "Idempotency-Key"?: string;
            };
            path: {
                sessionId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ClassicTextDto"];
            };
        };
        responses: {
            /** @description With `wait`: the message is there, or has failed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClassicAnswerDto"];
                };
            };
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClassicAnswerDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session; `TEMPLATE_NOT_FOUND`: There is no such template; `MEDIA_NOT_FOUND`: There is no such media */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `PAYLOAD_TOO_LARGE`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE`: The content type is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong; `RECIPIENT_INVALID`: The recipient is not an address of WhatsApp; `recipient.not_on_whatsapp`: The recipient is not on WhatsApp; `IDEMPOTENCY_MISMATCH`: The idempotency key was used with another body; `MEDIA_NOT_FETCHED`: The media could not be fetched from its URL; `URL_REFUSED`: The URL may not be reached from here */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /**
             * @description `RATE_LIMITED`: Too many requests
             *
             *     `RATE_LIMITED`: Too many requests
             */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NOT_OFFERED`: WhatsApp or this version does not offer that */
            501: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNAVAILABLE`: A part that is needed is not available */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    sendClassic: {
        parameters: {
            query?: {
                /** @description How long to hold the answer, in milliseconds. */
                timeoutMs?: number;
                /** @description Holds the answer until the message is there (200), or the time is up (202). */
                wait?: "sent" | "delivered" | "read";
            };
            header?: {
                /** @description Up to 255 characters, kept for 7 days. The same key with the same body gets the first answer again, with the header `Idempotent-Replayed: true`. */
                "Idempotency-Key"?: string;
            };
            path: {
                sessionId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ClassicSendDto"] | components["schemas"]["SendTextDto"] | components["schemas"]["SendTemplateDto"] | components["schemas"]["SendMediaDto"] | components["schemas"]["SendLocationDto"] | components["schemas"]["SendContactDto"] | components["schemas"]["SendGroupInviteDto"] | components["schemas"]["SendPollDto"] | components["schemas"]["SendReactionDto"] | components["schemas"]["SendEditDto"] | components["schemas"]["SendDeleteDto"] | components["schemas"]["SendPinDto"] | components["schemas"]["SendForwardDto"];
            };
        };
        responses: {
            /** @description With `wait`: the message is there, or has failed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClassicAnswerDto"];
                };
            };
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClassicAnswerDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session; `TEMPLATE_NOT_FOUND`: There is no such template; `MEDIA_NOT_FOUND`: There is no such media */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `PAYLOAD_TOO_LARGE`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE`: The content type is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong; `RECIPIENT_INVALID`: The recipient is not an address of WhatsApp; `recipient.not_on_whatsapp`: The recipient is not on WhatsApp; `IDEMPOTENCY_MISMATCH`: The idempotency key was used with another body; `MEDIA_NOT_FETCHED`: The media could not be fetched from its URL; `URL_REFUSED`: The URL may not be reached from here */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /**
             * @description `RATE_LIMITED`: Too many requests
             *
             *     `RATE_LIMITED`: Too many requests
             */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NOT_OFFERED`: WhatsApp or this version does not offer that */
            501: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNAVAILABLE`: A part that is needed is not available */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    sendClassicMedia: {
        parameters: {
            query?: {
                /** @description How long to hold the answer, in milliseconds. */
                timeoutMs?: number;
                /** @description Holds the answer until the message is there (200), or the time is up (202). */
                wait?: "sent" | "delivered" | "read";
            };
            header?: {
                /** @description Up to 255 characters, kept for 7 days. The same key with the same body gets the first answer again, with the header `Idempotent-Replayed: true`. */
                "Idempotency-Key"?: string;
            };
            path: {
                sessionId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ClassicMediaDto"] | components["schemas"]["ClassicFormDto"];
                "multipart/form-data": components["schemas"]["ClassicMediaDto"] | components["schemas"]["ClassicFormDto"];
            };
        };
        responses: {
            /** @description With `wait`: the message is there, or has failed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClassicAnswerDto"];
                };
            };
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClassicAnswerDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session; `TEMPLATE_NOT_FOUND`: There is no such template; `MEDIA_NOT_FOUND`: There is no such media */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `PAYLOAD_TOO_LARGE`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE`: The content type is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong; `RECIPIENT_INVALID`: The recipient is not an address of WhatsApp; `recipient.not_on_whatsapp`: The recipient is not on WhatsApp; `IDEMPOTENCY_MISMATCH`: The idempotency key was used with another body; `MEDIA_NOT_FETCHED`: The media could not be fetched from its URL; `URL_REFUSED`: The URL may not be reached from here */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /**
             * @description `RATE_LIMITED`: Too many requests
             *
             *     `RATE_LIMITED`: Too many requests
             */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NOT_OFFERED`: WhatsApp or this version does not offer that */
            501: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNAVAILABLE`: A part that is needed is not available */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listChats: {
        parameters: {
            query?: {
                limit?: number;
                /** @description The `nextCursor` of the page before. */
                cursor?: string;
                /** @description Only chats that are archived, or only those that are not. */
                archived?: boolean;
            };
            header?: never;
            path: {
                sessionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatListDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    markAllChatsRead: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReadAllDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_CONNECTED`: The session is not connected */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NO_WORKER`: No worker is available for this session; `SESSION_MOVING`: The session is moving to another worker; `UNAVAILABLE`: A part that is needed is not available; `WORKER_TIMEOUT`: The worker did not answer in time; `WHATSAPP_UNREACHABLE`: WhatsApp can not be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getChat: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
                chatId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session; `CHAT_NOT_FOUND`: There is no such chat */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    changeChat: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
                chatId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeChatDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangedChatDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session; `CHAT_NOT_FOUND`: There is no such chat */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_CONNECTED`: The session is not connected */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NO_WORKER`: No worker is available for this session; `SESSION_MOVING`: The session is moving to another worker; `UNAVAILABLE`: A part that is needed is not available; `WORKER_TIMEOUT`: The worker did not answer in time; `WHATSAPP_UNREACHABLE`: WhatsApp can not be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listLabels: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LabelListDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    createLabel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewLabelDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LabelDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_CONNECTED`: The session is not connected */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNAVAILABLE`: A part that is needed is not available; `NO_WORKER`: No worker is available for this session; `SESSION_MOVING`: The session is moving to another worker; `WORKER_TIMEOUT`: The worker did not answer in time; `WHATSAPP_UNREACHABLE`: WhatsApp can not be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    deleteLabel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
                labelId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session; `LABEL_NOT_FOUND`: There is no such label */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_CONNECTED`: The session is not connected */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNAVAILABLE`: A part that is needed is not available; `NO_WORKER`: No worker is available for this session; `SESSION_MOVING`: The session is moving to another worker; `WORKER_TIMEOUT`: The worker did not answer in time; `WHATSAPP_UNREACHABLE`: WhatsApp can not be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    changeLabel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
                labelId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeLabelDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LabelDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session; `LABEL_NOT_FOUND`: There is no such label */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_CONNECTED`: The session is not connected */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNAVAILABLE`: A part that is needed is not available; `NO_WORKER`: No worker is available for this session; `SESSION_MOVING`: The session is moving to another worker; `WORKER_TIMEOUT`: The worker did not answer in time; `WHATSAPP_UNREACHABLE`: WhatsApp can not be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    labelChat: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
                chatId: string;
                labelId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session; `CHAT_NOT_FOUND`: There is no such chat; `LABEL_NOT_FOUND`: There is no such label */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_CONNECTED`: The session is not connected */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNAVAILABLE`: A part that is needed is not available; `NO_WORKER`: No worker is available for this session; `SESSION_MOVING`: The session is moving to another worker; `WORKER_TIMEOUT`: The worker did not answer in time; `WHATSAPP_UNREACHABLE`: WhatsApp can not be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    unlabelChat: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
                chatId: string;
                labelId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session; `CHAT_NOT_FOUND`: There is no such chat; `LABEL_NOT_FOUND`: There is no such label */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_CONNECTED`: The session is not connected */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNAVAILABLE`: A part that is needed is not available; `NO_WORKER`: No worker is available for this session; `SESSION_MOVING`: The session is moving to another worker; `WORKER_TIMEOUT`: The worker did not answer in time; `WHATSAPP_UNREACHABLE`: WhatsApp can not be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    labelMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
                messageId: string;
                labelId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session; `MESSAGE_NOT_FOUND`: There is no such message; `LABEL_NOT_FOUND`: There is no such label */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_CONNECTED`: The session is not connected */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNAVAILABLE`: A part that is needed is not available; `NO_WORKER`: No worker is available for this session; `SESSION_MOVING`: The session is moving to another worker; `WORKER_TIMEOUT`: The worker did not answer in time; `WHATSAPP_UNREACHABLE`: WhatsApp can not be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    unlabelMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
                messageId: string;
                labelId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session; `MESSAGE_NOT_FOUND`: There is no such message; `LABEL_NOT_FOUND`: There is no such label */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_CONNECTED`: The session is not connected */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNAVAILABLE`: A part that is needed is not available; `NO_WORKER`: No worker is available for this session; `SESSION_MOVING`: The session is moving to another worker; `WORKER_TIMEOUT`: The worker did not answer in time; `WHATSAPP_UNREACHABLE`: WhatsApp can not be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getDiagnostics: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DiagnosticsDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listExports: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExportListDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNAVAILABLE`: A part that is needed is not available */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    downloadExport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
                day: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageExportDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session; `EXPORT_NOT_FOUND`: There is no export of this day */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNAVAILABLE`: A part that is needed is not available */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    encryptionState: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EncryptionDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listDataExports: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DataExportListDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    requestDataExport: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RequestDataExportDto"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DataExportDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `DATA_EXPORT_UNDER_WAY`: An export of data is not finished yet */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getDataExport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataExportId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DataExportDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `DATA_EXPORT_NOT_FOUND`: There is no such export of data, or it is not ready */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    deleteDataExport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataExportId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `DATA_EXPORT_NOT_FOUND`: There is no such export of data, or it is not ready */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    downloadDataExport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataExportId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/gzip": string;
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `DATA_EXPORT_NOT_FOUND`: There is no such export of data, or it is not ready */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNAVAILABLE`: A part that is needed is not available */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    importSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["ImportSessionForm"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportedSessionDto"];
                };
            };
            /** @description `MALFORMED_REQUEST`: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /**
             * @description `FORBIDDEN`: This credential may not do that
             *
             *     `FORBIDDEN`: This credential may not do that
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_EXISTS`: This session id is taken; `SESSION_LIMIT_REACHED`: The plan has no room for another session; `SESSION_FILE_USED`: This file of a session was used before, or a newer one was made */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `PAYLOAD_TOO_LARGE`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE`: The content type is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong; `SESSION_FILE_DAMAGED`: The file of a session is not as it was made; `SESSION_FILE_REFUSED`: The file of a session comes from, or is meant for, another installation; `PASSPHRASE_WRONG`: The passphrase is not that of the file; `URL_REFUSED`: The URL may not be reached from here */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNAVAILABLE`: A part that is needed is not available */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getSessionExport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session; `SESSION_FILE_NOT_FOUND`: The session was not exported */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    exportSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExportSessionDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_PAIRED`: The session is linked to no phone; `SESSION_EXPORTED`: The session was exported to another installation; `MESSAGES_QUEUED`: Messages are waiting to be sent */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getInstallationKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InstallationKeyDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listUsageEvents: {
        parameters: {
            query?: {
                /** @description The `sequence` of the last event that you have; from the oldest one that is kept when absent. */
                after?: number;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A batch; empty when there are no more */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/cloudevents-batch+json": components["schemas"]["UsageCloudEventDto"][];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getStatistics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StatisticsDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listAllSessions: {
        parameters: {
            query?: {
                limit?: number;
                status?: "DISCONNECTED" | "CONNECTING" | "SCANNING_QR" | "CONNECTED" | "DISCONNECTING" | "LOGGED_OUT" | "BLOCKED";
                /** @description The id of the user whose sessions they are. */
                user?: string;
                /** @description `pagination.nextCursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantSessionListDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getSettings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SettingsDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    changeSettings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeSettingsDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SettingsDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listSystemLog: {
        parameters: {
            query?: {
                limit?: number;
                action?: "user.registered" | "user.signed_in" | "user.sign_in_failed" | "user.refresh_token_reused" | "user.signed_out_everywhere" | "user.password_changed" | "user.password_reset" | "user.changed" | "user.deleted" | "api_key.created" | "api_key.changed" | "api_key.rotated" | "api_key.revoked" | "session.created" | "session.logged_out" | "session.deleted" | "session.exported" | "session.imported" | "data.exported" | "session.device_added" | "webhook.created" | "webhook.changed" | "webhook.secret_rotated" | "webhook.deleted" | "worker.drained" | "worker.removed" | "settings.changed";
                /** @description The id of the user who did it. */
                actor?: string;
                /** @description What it was done to: `user/…`, `api-key/…`, `session/…`, `webhook/…` or `worker/…`. */
                target?: string;
                /** @description From this time on. */
                from?: string;
                /** @description Before this time. */
                to?: string;
                /** @description `pagination.nextCursor` of the page before. */
                cursor?: string;
            };
            header: {
                accept: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The log */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SystemLogDto"];
                    "text/csv": string;
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listUsers: {
        parameters: {
            query?: {
                limit?: number;
                role?: "USER" | "ADMIN";
                tier?: "BASIC" | "PRO" | "MAX";
                active?: boolean;
                /** @description A part of the e-mail address or the name. */
                search?: string;
                /** @description `pagination.nextCursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserListDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdministeredUserDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `USER_NOT_FOUND`: There is no such user */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    changeUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                userId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeUserDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdministeredUserDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `USER_NOT_FOUND`: There is no such user */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `LAST_ADMIN`: An installation needs an administrator */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    resetUserPassword: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneTimePasswordDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `USER_NOT_FOUND`: There is no such user */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getInstallation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InstallationDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listEvents: {
        parameters: {
            query?: {
                limit?: number;
                /** @description `desc`: the newest first. `after` is then the `pagination.nextCursor` of the answer before, and leads to older ones. */
                order?: "asc" | "desc";
                /**
                 * @description Events after this one: with `sessionId` the sequence number of an event, without it `pagination.nextCursor` of an earlier
                 *     answer, or the `id` of an event of the stream. 0 is the beginning.
                 */
                after?: string;
                /**
                 * @description Only this session; without it all your sessions, in one order. Both orders are without gaps: who goes on from the last
                 *     event read misses nothing.
                 */
                sessionId?: string;
                /** @description Types, separated by commas. */
                types?: ("session.qr" | "session.status" | "session.paired" | "session.logged_out" | "session.device_added" | "message.received" | "message.status" | "message.reaction" | "message.edited" | "message.deleted" | "message.pinned" | "message.undecryptable" | "poll.vote" | "call.received" | "contact.updated" | "chat.updated" | "history.synced" | "group.updated" | "group.participants" | "presence.updated" | "webhook.disabled" | "usage.limit")[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventListDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    streamEvents: {
        parameters: {
            query?: {
                /**
                 * @description Events after this one: with `sessionId` the sequence number of an event, without it `pagination.nextCursor` of an earlier
                 *     answer, or the `id` of an event of the stream. 0 is the beginning.
                 */
                after?: string;
                /**
                 * @description Only this session; without it all your sessions, in one order. Both orders are without gaps: who goes on from the last
                 *     event read misses nothing.
                 */
                sessionId?: string;
                /** @description Types, separated by commas. */
                types?: ("session.qr" | "session.status" | "session.paired" | "session.logged_out" | "session.device_added" | "message.received" | "message.status" | "message.reaction" | "message.edited" | "message.deleted" | "message.pinned" | "message.undecryptable" | "poll.vote" | "call.received" | "contact.updated" | "chat.updated" | "history.synced" | "group.updated" | "group.participants" | "presence.updated" | "webhook.disabled" | "usage.limit")[];
            };
            header?: {
                /** @description The `id` of the last event that was read. */
                "Last-Event-ID"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description `UNAUTHENTICATED`: A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: This credential may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `SESSION_NOT_FOUND`: There is no such session */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `VALIDATION_FAILED`: A field is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `RATE_LIMITED`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
}
