import { Injectable } from '@nestjs/common';
import { errorPattern, type DeadLetterChange } from '@waybill/messaging/operations';
import { PgDatabase } from '@waybill/service/postgres';
import type { AppearedGroup } from '../../domain/appeared-group.js';
import type { LetterCount } from '../../domain/dead-letter-edges.js';
import { conversationOf } from '../../domain/headers.js';
import {
  APPEARED_GROUPS,
  INSERT_LETTERS,
  LOCK_POSITION,
  MOVE_POSITION,
  RESOLVE_LETTERS,
} from './apply-changes.sql.js';
import { FORGET_ALL, FORGET_EXPIRED, FORGET_JOBS } from './forget-letters.sql.js';
import { COUNT_BY_HOUR, SELECT_GROUPS } from './select-groups.sql.js';
import { COUNT_LETTERS, FIND_LETTERS, SELECT_LETTERS } from './select-letters.sql.js';

const STREAM = 'DEAD';
const JOBS_KEPT_DAYS = 90;
const MOST_CHARACTERS = 300;

export interface GroupRow {
  id: string;
  consumer: string;
  type: string;
  error: string;
  total: number;
  open: number;
  failedAgain: number;
  firstAt: Date;
  lastAt: Date;
  newest: string;
}

export interface FoundLetter {
  id: string;
  consumer: string;
  type: string;
  deadAt: Date;
}

/** The index of the dead letters: what lists and groups need, and how far the stream has been read for it. */
@Injectable()
export class DeadLetterStore {
  constructor(private readonly database: PgDatabase) {}

  /** Undefined: nothing has been read. */
  async position(): Promise<string | undefined> {
    const { rows } = await this.database.pool.query<{ position: string }>(
      'SELECT position FROM dead_letter_index WHERE stream = $1',
      [STREAM],
    );
    return rows[0]?.position;
  }

  /**
   * What was read after `from`, all of it or nothing.
   *
   * @returns the groups that appeared; undefined if another process has been quicker, and nothing was written
   */
  apply(
    from: string | undefined,
    to: string,
    changes: readonly DeadLetterChange[],
  ): Promise<AppearedGroup[] | undefined> {
    return this.database.transaction(async (tx) => {
      // The first row has nothing to lock: its insert is what a second process waits for, and then finds.
      if (from === undefined) {
        await tx.query(`INSERT INTO dead_letter_index VALUES ($1, '') ON CONFLICT DO NOTHING`, [STREAM]);
      }
      const { rows } = await tx.query<{ position: string }>(LOCK_POSITION, [STREAM]);
      if (rows[0]?.position !== (from ?? '')) return undefined;
      const letters = changes.flatMap((change) => (change.kind === 'letter' ? [rowOf(change.letter)] : []));
      const resolutions = changes.flatMap((change) =>
        change.kind === 'resolution'
          ? [{ letterId: change.letterId, state: change.state, at: change.resolved.at }]
          : [],
      );
      await tx.query(INSERT_LETTERS, [JSON.stringify(letters)]);
      await tx.query(RESOLVE_LETTERS, [JSON.stringify(resolutions)]);
      await tx.query(MOVE_POSITION, [STREAM, to]);
      return (await tx.query<AppearedGroup>(APPEARED_GROUPS, [letters.map(({ id }) => id)])).rows;
    });
  }

  async forgetExpired(before: Date): Promise<void> {
    await this.database.pool.query(FORGET_EXPIRED, [before]);
    await this.database.pool.query(FORGET_JOBS, [JOBS_KEPT_DAYS]);
  }

  async forgetAll(): Promise<void> {
    await this.database.pool.query(FORGET_ALL);
  }

  /** Ids, newest first. */
  async list(query: {
    group?: string;
    consumer?: string;
    openOnly: boolean;
    before?: string;
    limit: number;
  }): Promise<string[]> {
    const { group, consumer, openOnly, before, limit } = query;
    const { rows } = await this.database.pool.query<{ id: string }>(SELECT_LETTERS, [
      ...[group, consumer, openOnly, before, limit],
    ]);
    return rows.map(({ id }) => id);
  }

  /** Those of events, of a conversation, or with an id; newest first. */
  async find(wanted: {
    eventIds?: readonly string[];
    conversation?: string;
    ids?: readonly string[];
    limit: number;
  }): Promise<FoundLetter[]> {
    const { eventIds = [], conversation, ids = [], limit } = wanted;
    const values = [eventIds, conversation, ids, limit];
    return (await this.database.pool.query<FoundLetter>(FIND_LETTERS, values)).rows;
  }

  async counts(): Promise<LetterCount[]> {
    return (await this.database.pool.query<LetterCount>(COUNT_LETTERS)).rows;
  }

  async groups(openOnly: boolean, consumer?: string): Promise<(GroupRow & { perHour: number[] })[]> {
    const [groups, hours] = await Promise.all([
      this.database.pool.query<GroupRow>(SELECT_GROUPS, [openOnly, consumer]),
      this.database.pool.query<{ id: string; hour: number; count: number }>(COUNT_BY_HOUR),
    ]);
    const byGroup = Map.groupBy(hours.rows, ({ id }) => id);
    return groups.rows.map((group) => {
      const perHour = new Array<number>(24).fill(0);
      for (const { hour, count } of byGroup.get(group.id) ?? []) perHour[Math.max(0, hour)]! += count;
      return { ...group, perHour };
    });
  }
}

/** Any program may have written the letter: Postgres takes no NUL and no lone surrogate, and an index no very long text. */
function storable(text: string): string {
  return text.slice(0, MOST_CHARACTERS).toWellFormed().replaceAll('\0', '\ufffd');
}

function rowOf(letter: Extract<DeadLetterChange, { kind: 'letter' }>['letter']) {
  const { id, group, consumer, type, error, eventId, headers, deadAt, replayOf } = letter;
  const conversationId = conversationOf(headers);
  return {
    ...{ id, group, consumer, type, deadAt, replayOf },
    error: storable(errorPattern(error)),
    eventId: storable(eventId),
    conversationId: conversationId === undefined ? undefined : storable(conversationId),
  };
}
