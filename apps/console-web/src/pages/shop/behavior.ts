import { Problem, sendJson } from '../../api/http.ts';
import { BehaviorReporter, type Act } from './behavior-reporter.ts';
import { newId } from './random-hex.ts';

const RETRY_MS = 5_000;

const reporter = new BehaviorReporter({
  send: (events) => sendJson('POST', '/services/analytics/behavior', { events }),
  // The service is down or overloaded, or nobody is signed in now; else the event is invalid.
  mayRetry: (error) =>
    !(error instanceof Problem) || error.status >= 500 || [401, 429].includes(error.status),
  later: (run) => setTimeout(run, RETRY_MS),
  giveUp: (error) => reportError(error),
  newId,
  now: () => new Date(),
});

export function reportAct(shopper: string, act: Act): void {
  reporter.report(act, { sessionId: sessionOf(shopper), customerId: shopper });
}

/** A session of one shopper lasts as long as this tab. */
function sessionOf(shopper: string): string {
  const name = `waybill.session.${shopper}`;
  const known = sessionStorage.getItem(name);
  if (known) return known;
  const id = newId();
  sessionStorage.setItem(name, id);
  return id;
}
