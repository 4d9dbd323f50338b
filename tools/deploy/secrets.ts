// `npm run secrets [-- <folder>]`: makes the secrets of deploy/compose.yaml that are missing. One that is there stays: a
// password is in the database, too, and personal data is read with its key alone. To rotate a login, delete its file and
// run this and the migrations again. Who may do what at the broker is written each time.
import { brokerUsers } from '@waybill/cli';
import { renderAuthorization } from '@waybill/messaging/operations';
import { databaseServices, messagingServices } from '@waybill/stack';
import { databaseName, ownerName } from '@waybill/stack/parts';
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2] ?? 'deploy/secrets';

// The folder keeps other users of the machine out. The files themselves are read by the user of a container.
mkdirSync(folder, { recursive: true, mode: 0o700 });
const password = () => randomBytes(24).toString('base64url');

const administrator = secret('postgres-password', password);
secret('postgres-url', () => postgresUrl('postgres', administrator, 'postgres'));
for (const service of databaseServices) {
  const database = databaseName(service);
  secret(`${service}-database-url`, () => postgresUrl(database, password(), database));
  secret(`${service}-owner-url`, () => postgresUrl(ownerName(service), password(), database));
}
for (const service of messagingServices) {
  secret(`${service}-personal-data-key`, () => randomBytes(32).toString('base64'));
}
// Each service its own login at the broker, and people those of the command line.
const users = (await brokerUsers({ selfProvisioning: true })).map((each) => {
  const url = secret(`${each.user}-nats-url`, () => `nats://${each.user}:${password()}@nats:4222`);
  return { ...each, password: new URL(url).password };
});
// What a service may do follows from what it declares. In place, because containers see the file and not its name.
const permissions = join(folder, 'nats-users.conf');
if (existsSync(permissions)) chmodSync(permissions, 0o644); // made by an earlier version to be read only
writeFileSync(permissions, renderAuthorization(users), { mode: 0o644 });
secret('console-token', password);
secret('console-look-token', password);
const otlpToken = secret('otlp-token', password);
secret('otlp-headers', () => `authorization=Bearer%20${otlpToken}`);

function secret(name: string, make: () => string): string {
  const path = join(folder, name);
  if (existsSync(path)) return readFileSync(path, 'utf8').trim();
  const value = make();
  // The collector takes a file as it is: a line break would become part of a header.
  writeFileSync(path, value, { mode: 0o444 });
  console.log(`made ${path}`);
  return value;
}

function postgresUrl(user: string, password: string, database: string): string {
  return `postgresql://${user}:${password}@postgres:5432/${database}`;
}
