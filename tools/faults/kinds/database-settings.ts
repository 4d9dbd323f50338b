import { withClient } from '@waybill/stack/parts';
import pg from 'pg';
import type { FaultKind } from '../fault.ts';
import { hold } from '../hold.ts';
import { databaseOf, endSessions, healed } from './database-admin.ts';
import { replayLetters } from './replay-letters.ts';

/** What is set for a service's database, and unset. Not for superusers: this has to heal it. */
interface Setting {
  set(names: Names): string;
  reset(names: Names): string;
  /** Sessions keep a setting that they began with, so healing ends them too. */
  readonly endsSessions?: boolean;
  /** Handlers may fail with it. */
  readonly error?: RegExp;
}

/** Quoted. */
interface Names {
  readonly role: string;
  readonly database: string;
}

function settingFault(name: string, weight: number, setting: Setting): FaultKind {
  return {
    name: `database.${name}`,
    weight,
    targets: ({ databases }) => databases.map(({ service }) => service),
    excludes: ['database'],
    async strike(lab, service, random, signal) {
      const database = databaseOf(lab, service);
      const { administratorUrl, role } = database;
      const names = {
        role: pg.escapeIdentifier(role),
        database: pg.escapeIdentifier(new URL(administratorUrl).pathname.slice(1)),
      };
      if (setting.error) lab.consequences.deadLetters(setting.error, name);
      try {
        await withClient(administratorUrl, async (client) => {
          await client.query(setting.set(names));
          await endSessions(client, role);
        });
        await hold(random.between(5_000, 20_000), signal);
      } finally {
        await healed(database, async (client) => {
          await client.query(setting.reset(names));
          // A pooler keeps its sessions, and their settings, when a service closes one: as its RECONNECT does.
          if (setting.endsSessions || lab.poolers.length > 0) await endSessions(client, role);
        });
      }
      if (setting.error) await replayLetters(lab, setting.error);
    },
  };
}

/** Of the sessions that the service's login begins from now on. */
const parameter = (name: string, value: string): Setting => ({
  set: ({ role, database }) => `ALTER ROLE ${role} IN DATABASE ${database} SET ${name} = ${value}`,
  reset: ({ role, database }) => `ALTER ROLE ${role} IN DATABASE ${database} RESET ${name}`,
});

export const settingFaults: readonly FaultKind[] = [
  // As after a failover to a replica. The services recover without a restart, also on the connections that they have.
  settingFault('read-only', 2, {
    ...parameter('default_transaction_read_only', 'on'),
    error: /read-only transaction/,
  }),
  settingFault('connection-limit', 2, {
    set: ({ database }) => `ALTER DATABASE ${database} CONNECTION LIMIT 2`,
    reset: ({ database }) => `ALTER DATABASE ${database} CONNECTION LIMIT -1`,
  }),
  settingFault('statement-timeout', 1, {
    ...parameter('statement_timeout', `'2ms'`),
    endsSessions: true,
    error: /statement timeout/,
  }),
];
