import { useEffect, useMemo } from 'react';
import * as api from './api';

const AGAIN_MS = 4_000;
const PAUSE_MS = 3_000;

/** Tells the other side that one types, while keys are struck. */
export function useTyping(person: api.Person, chatId: string): { tick: () => void; stop: () => void } {
  const typing = useMemo(() => typingIn(person, chatId), [person.phoneNumber, chatId]);
  useEffect(() => () => typing.stop(), [typing]);
  return typing;
}

function typingIn(person: api.Person, chatId: string) {
  let toldAt = 0;
  let pause: ReturnType<typeof setTimeout> | undefined;
  // A hint: nothing is lost when it is.
  const tell = (state: string) => void api.show(person, state, chatId).catch(() => undefined);
  const stop = () => {
    clearTimeout(pause);
    if (toldAt > 0) tell('paused');
    toldAt = 0;
  };
  return {
    stop,
    tick: () => {
      clearTimeout(pause);
      pause = setTimeout(stop, PAUSE_MS);
      if (performance.now() - toldAt < AGAIN_MS && toldAt > 0) return;
      toldAt = performance.now();
      tell('composing');
    },
  };
}
