/** What a gateway itself reports, by the same way, so that it gets its place in the event log. */
export interface WebhookDisabledFact {
  webhookId: string;
  reason: string;
  failingSince: string;
}

/** The same way for a limit of the user's plan. */
export interface UsageLimitFact {
  reason: string;
  limit: number;
  resetAt: string;
}
