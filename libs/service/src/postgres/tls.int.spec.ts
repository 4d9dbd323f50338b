import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, LocalAuthority, ownServers, stopOwnServers } from '@waybill/testing';
import { chownSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { unavailablePart } from '../http/unavailable.js';
import { createPool } from './open-pool.js';

let folder: string;
let authority: LocalAuthority;
let administrator: pg.Client;
/** Of the database that asks for a client's certificate. */
let url: URL;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'waybill-tls-'));
  authority = new LocalAuthority(folder);
  const { administratorUrl } = await (await ownServers()).postgres();
  administrator = new pg.Client({ connectionString: administratorUrl });
  await administrator.connect();
  await administrator.query('CREATE DATABASE secured');
  const { rows } = await administrator.query<{ data: string; hba: string }>(
    `SELECT current_setting('data_directory') AS data, current_setting('hba_file') AS hba`,
  );
  const { data, hba } = rows[0]!;
  installCertificate(data);
  writeFileSync(join(data, 'ca.pem'), readFileSync(authority.certificate), { mode: 0o644 });
  const rule = 'hostssl secured all 127.0.0.1/32 scram-sha-256 clientcert=verify-ca';
  writeFileSync(hba, `${rule}\n${readFileSync(hba, 'utf8')}`);
  await administrator.query(`ALTER SYSTEM SET ssl_ca_file = 'ca.pem'`);
  await administrator.query('ALTER SYSTEM SET ssl = on');
  await administrator.query('SELECT pg_reload_conf()');
  rotate = async () => {
    installCertificate(data);
    await administrator.query('SELECT pg_reload_conf()');
  };
  const client = authority.issue('client');
  url = new URL(administratorUrl);
  url.hostname = 'localhost';
  url.pathname = 'secured';
  url.searchParams.set('sslmode', 'verify-full');
  url.searchParams.set('sslrootcert', authority.certificate);
  url.searchParams.set('sslcert', client.certificate);
  url.searchParams.set('sslkey', client.key);
});

afterAll(async () => {
  await administrator.end();
  await stopOwnServers();
  rmSync(folder, { recursive: true });
});

let rotate: () => Promise<void>;

/** In the data folder, as its owner: Postgres refuses a key that others may read. */
function installCertificate(data: string): void {
  const { certificate, key } = authority.issue('server', { names: ['localhost'] });
  const { uid, gid } = statSync(data);
  for (const [source, name] of [
    [certificate, 'server.crt'],
    [key, 'server.key'],
  ] as const) {
    writeFileSync(join(data, name), readFileSync(source), { mode: 0o600 });
    chownSync(join(data, name), uid, gid);
  }
}

function poolOf(change: (url: URL) => void = () => {}): pg.Pool {
  const own = new URL(url);
  change(own);
  return createPool({ databaseUrl: own.href, databasePool: 2, name: 'tls' });
}

describe('TLS to Postgres', () => {
  it('is verified, with a certificate on both sides', async () => {
    const pool = poolOf();
    const { rows } = await pool.query('SELECT ssl, client_dn FROM pg_stat_ssl WHERE pid = pg_backend_pid()');
    expect(rows).toEqual([{ ssl: true, client_dn: '/CN=client' }]);
    await pool.end();
  });

  it.each<[string, (url: URL) => void, object]>([
    [
      'another authority',
      (own) => own.searchParams.set('sslrootcert', new LocalAuthority(folder, 'other').certificate),
      { code: expect.stringMatching(/UNABLE_TO_VERIFY|SELF_SIGNED/) },
    ],
    ['another name', (own) => (own.hostname = '127.0.0.1'), { code: 'ERR_TLS_CERT_ALTNAME_INVALID' }],
    [
      'no certificate of its own',
      (own) => ['sslcert', 'sslkey'].forEach((name) => own.searchParams.delete(name)),
      { code: '28000', message: expect.stringContaining('valid client certificate') },
    ],
  ])('is refused with %s: the database is unavailable, and the error says why', async (_, change, reason) => {
    const pool = poolOf(change);
    const error = await pool.query('SELECT 1').catch((refused: unknown) => refused);
    expect(error).toMatchObject(reason);
    expect(unavailablePart(error)).toBe('database');
    await pool.end();
  });

  it('takes certificates that are replaced on both sides at the next connection, without a restart', async () => {
    const pool = poolOf();
    const before = await serialOf(pool);
    authority.issue('client');
    await rotate();
    const after = await eventually(async () => {
      await administrator.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'secured'`,
      );
      const serial = await serialOf(pool).catch(() => undefined);
      return serial !== before && serial;
    });
    expect(after).not.toBe(before);
    await pool.end();
  });

  /** Of the client's certificate, as the server sees it. */
  async function serialOf(pool: pg.Pool): Promise<string> {
    const { rows } = await pool.query<{ serial: string }>(
      'SELECT client_serial::text AS serial FROM pg_stat_ssl WHERE pid = pg_backend_pid()',
    );
    return rows[0]!.serial;
  }
});
