import type pg from 'pg';
import { loginOf, type DatabaseLogins } from './database-logins.js';
import { withClient } from './with-client.js';

/**
 * A service's database and its two logins, made if they are missing, with the names and passwords of the connection
 * strings. A login can connect to no other database. What an earlier version made is handed over to the owner.
 *
 * @param administratorUrl a superuser's, on the same server
 */
export async function ensureDatabase(
  client: pg.Client,
  administratorUrl: string,
  logins: DatabaseLogins,
): Promise<void> {
  const [owner, runtime] = [loginOf(logins.owner), loginOf(logins.runtime)];
  const { database } = owner;
  await ensureLogin(client, owner.user, owner.password);
  if (runtime.user !== owner.user) await ensureLogin(client, runtime.user, runtime.password);

  const [name, ownerName] = [database, owner.user].map((each) => client.escapeIdentifier(each));
  const { rows } = await client.query<{ owner: string }>(
    'SELECT pg_get_userbyid(datdba) AS owner FROM pg_database WHERE datname = $1',
    [database],
  );
  if (rows[0] === undefined) await client.query(`CREATE DATABASE ${name} OWNER ${ownerName}`);
  else if (rows[0].owner !== owner.user) {
    const inDatabase = Object.assign(new URL(administratorUrl), {
      pathname: `/${encodeURIComponent(database)}`,
    });
    const from = client.escapeIdentifier(rows[0].owner);
    await withClient(inDatabase.href, (own) => own.query(`REASSIGN OWNED BY ${from} TO ${ownerName}`));
  }
  await client.query(`REVOKE ALL ON DATABASE ${name} FROM PUBLIC`);
  await client.query(`GRANT CONNECT ON DATABASE ${name} TO ${client.escapeIdentifier(runtime.user)}`);
}

export async function ensureLogin(client: pg.Client, user: string, password: string): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [user]);
  const verb = rowCount === 0 ? 'CREATE' : 'ALTER';
  const attributes = 'LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE';
  await client.query(
    `${verb} ROLE ${client.escapeIdentifier(user)} ${attributes} PASSWORD ${client.escapeLiteral(password)}`,
  );
}
