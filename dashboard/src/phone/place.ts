import { useSyncExternalStore } from 'react';

/** What the page shows, kept in the fragment of its address: it is never sent to a server, and Back goes back. */
export interface Place {
  /** Whose phone it is. */
  phone: string | null;
  chat: string | null;
  /** The text of a QR code that is to be scanned. */
  qr: string | null;
}

export function usePlace(): Place {
  return placeOf(useSyncExternalStore(subscribe, () => location.hash));
}

export function go(place: Partial<Place>): void {
  location.hash = fragmentOf(place);
}

/** Without a step for Back, for what is done with. */
export function replace(place: Partial<Place>): void {
  history.replaceState(null, '', `#${fragmentOf(place)}`);
  dispatchEvent(new HashChangeEvent('hashchange'));
}

export function placeOf(hash: string): Place {
  // Not by URLSearchParams alone: it would read the + of base64 as a space.
  const params = new URLSearchParams(hash.replace(/^#/, '').replaceAll('+', '%2B'));
  return { phone: params.get('phone'), chat: params.get('chat'), qr: params.get('qr') };
}

function fragmentOf(place: Partial<Place>): string {
  return new URLSearchParams(Object.entries(place).filter(([, value]) => value) as [string, string][]).toString();
}

function subscribe(changed: () => void): () => void {
  addEventListener('hashchange', changed);
  return () => removeEventListener('hashchange', changed);
}
