import { Injectable } from '@nestjs/common';
import type { DeadLetterAnswered, DeadLettersAnswer, DeadLetterView } from '@waybill/console-api';
import type { DeadLetter } from '@waybill/messaging';
import { groupLetters } from '../domain/dead-letter-groups.js';
import { traceIdOf } from '../domain/headers.js';
import { DeadLetterBox } from './dead-letter-box.js';
import { LiveChanges } from './live-changes.js';

/** Shows dead letters, and answers them: each once, whoever else tries. */
@Injectable()
export class AnswerDeadLetters {
  constructor(
    private readonly box: DeadLetterBox,
    private readonly live: LiveChanges,
  ) {}

  async list(query: { consumer?: string; state: 'open' | 'all'; limit: number }): Promise<DeadLettersAnswer> {
    const letters = await this.box.all();
    const open = letters.filter(({ state }) => state === 'open');
    return {
      items: (query.state === 'open' ? open : letters)
        .filter(({ consumer }) => query.consumer === undefined || consumer === query.consumer)
        .slice(0, query.limit)
        .map(viewOf),
      groups: groupLetters(open),
    };
  }

  /** @throws DeadLetterNotFound */
  async show(id: string): Promise<DeadLetterView> {
    return viewOf(await this.box.show(id));
  }

  /** @throws DeadLetterNotFound, DeadLetterSettled, DeadLetterIncomplete */
  async replay(id: string): Promise<DeadLetterAnswered> {
    const { traceId } = await this.box.replay(id);
    this.live.say('dead-letters', 'messages');
    return { id, state: 'replayed', traceId };
  }

  /** @throws as `replay` */
  async discard(id: string, reason: string): Promise<DeadLetterAnswered> {
    await this.box.discard(id, reason);
    this.live.say('dead-letters', 'messages');
    return { id, state: 'discarded' };
  }
}

function viewOf(letter: DeadLetter): DeadLetterView {
  const traceId = traceIdOf(letter.headers);
  return { ...letter, ...(traceId !== undefined && { traceId }) };
}
