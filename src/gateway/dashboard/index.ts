/**
 * The dashboard: the built single-page app of `dashboard/`, served at `/dashboard` from `dist/dashboard`. It owns no table and knows
 * nothing of the API: the app calls the same routes as everybody. `main.ts` adds it to gateways.
 */
export { addDashboard } from './dashboard.js';
