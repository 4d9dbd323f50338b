/** What the message browser shows, from the page's address. */
export interface BrowsePlace {
  /** From this sequence on. */
  sequence?: number;
  /** From this moment on, ISO 8601. */
  time?: string;
  /** Only these subjects; with NATS wildcards. */
  subject?: string;
}

export const PAGE_SIZE = 50;

/** Reads `?sequence=&time=&subject=`; invalid values are ignored, and a sequence takes precedence over a time. */
export function parsePlace(search: URLSearchParams): BrowsePlace {
  const place: BrowsePlace = {};
  const sequence = Number(search.get('sequence') ?? NaN);
  const time = Date.parse(search.get('time') ?? '');
  const subject = search.get('subject')?.trim();
  if (Number.isInteger(sequence) && sequence > 0) place.sequence = sequence;
  else if (!Number.isNaN(time)) place.time = new Date(time).toISOString();
  if (subject) place.subject = subject;
  return place;
}

function toSearch({ sequence, time, subject }: BrowsePlace): URLSearchParams {
  const search = new URLSearchParams();
  if (sequence !== undefined) search.set('sequence', String(sequence));
  else if (time !== undefined) search.set('time', time);
  if (subject) search.set('subject', subject);
  return search;
}

export function placeAddress(stream: string, place: BrowsePlace): string {
  const search = toSearch(place).toString();
  return `/streams/${encodeURIComponent(stream)}${search ? `?${search}` : ''}`;
}

export function messagesRequest(stream: string, place: BrowsePlace): string {
  const search = toSearch(place);
  search.set('limit', String(PAGE_SIZE));
  return `/api/streams/${encodeURIComponent(stream)}/messages?${search.toString()}`;
}
