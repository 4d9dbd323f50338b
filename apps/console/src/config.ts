import { isIP } from 'node:net';
import { commaList, setting, type ServiceConfig } from '@waybill/service';
import { z } from 'zod';

const address = z.url({ protocol: /^https?$/ });

/** Of `order=http://127.0.0.1:3001`. */
function nameAndUrl(entry: string): [name: string, url: string] {
  const [name = '', ...url] = entry.split('=');
  return [name, url.join('=')];
}

export const settings = {
  serviceUrls: setting(
    'SERVICE_URLS',
    commaList
      .transform((entries) => Object.fromEntries(entries.map(nameAndUrl)))
      .pipe(z.record(z.string().regex(/^[\w-]+$/), address))
      .default({}),
    'The services whose HTTP the pages use, as in order=http://127.0.0.1:3001,analytics=http://127.0.0.1:3003',
  ),
  supervisorUrl: setting(
    'SUPERVISOR_URL',
    address.optional(),
    'The embedded stack’s supervisor, which stops and starts its processes; unset if there is none',
  ),
  supervisorToken: setting('SUPERVISOR_TOKEN', z.string().min(16).optional(), 'What the supervisor asks for'),
  token: setting(
    'CONSOLE_TOKEN',
    z.string().min(16).optional(),
    'What callers must show to change anything, as a bearer token; needed where HOST is not loopback',
  ),
  hosts: setting(
    'CONSOLE_HOSTS',
    commaList.transform((names) => names.map((name) => name.toLowerCase())).default([]),
    'Names, comma-separated, under which browsers open the console, beside localhost and plain addresses; with the port ' +
      'behind a proxy that listens on none of the usual and sends no X-Forwarded-Host',
  ),
  retentionHours: setting(
    'CONSOLE_RETENTION_HOURS',
    z.coerce.number().positive().max(8_760).default(72),
    'How long spans and logs are kept',
  ),
  maxSpans: setting(
    'CONSOLE_MAX_SPANS',
    z.coerce.number().int().min(1_000).default(500_000),
    'Most spans that are kept; the oldest traces go first',
  ),
};

export type ConsoleConfig = ServiceConfig<typeof settings>;

/** Errors of settings that depend on each other. */
export function checkSettings({ token, host, supervisorUrl, supervisorToken }: ConsoleConfig): string[] {
  return [
    ...(token === undefined && !isLoopback(host) ? [TOKEN_MISSING] : []),
    ...(supervisorUrl && !supervisorToken ? [SUPERVISOR_TOKEN_MISSING] : []),
  ];
}

const TOKEN_MISSING =
  'CONSOLE_TOKEN: is not set, and HOST is reachable from other machines, who could replay messages and flip fault ' +
  'switches. Set a token of 16 characters or more, or HOST to 127.0.0.1';
const SUPERVISOR_TOKEN_MISSING =
  'SUPERVISOR_TOKEN: is not set, and SUPERVISOR_URL is (the supervisor refuses who shows none)';

/** 127.0.0.0/8 and ::1, by address or as localhost. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}
