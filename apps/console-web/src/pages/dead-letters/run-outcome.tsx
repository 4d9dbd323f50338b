import { Link } from 'wouter';
import { Badge, type Tone } from '../../ui/index.ts';
import { countOutcomes, outcomeSentence, type LetterOutcome } from './answer-letters.ts';
import styles from './dead-letters.module.css';
import type { AnswerRun } from './use-answer-letters.ts';

const TONES: Record<LetterOutcome['kind'], Tone> = { answered: 'good', already: 'neutral', failed: 'bad' };

/** How far a run is, and what became of each letter. */
export function RunOutcome({ run: { action, ids, outcomes, running } }: { run: AnswerRun }) {
  const count = countOutcomes(ids.length, outcomes.values());
  return (
    <div className={styles.run}>
      {running && <progress value={count.done} max={count.total} aria-label="Letters answered" />}
      <p role="status">
        {running
          ? `${action === 'replay' ? 'Replaying' : 'Discarding'}: ${count.done} of ${count.total} …`
          : `Done: ${outcomeSentence(count, action)}.`}
      </p>
      <ul className={styles.outcomes}>
        {[...outcomes].map(([id, outcome]) => (
          <li key={id}>
            <Link href={`/dead-letters/${encodeURIComponent(id)}`}>{id}</Link>
            <Badge tone={TONES[outcome.kind]}>
              {outcome.kind === 'answered'
                ? outcome.state
                : outcome.kind === 'already'
                  ? 'answered before'
                  : 'failed'}
            </Badge>
            {outcome.kind === 'answered' ? (
              outcome.traceId && <Link href={`/traces/${outcome.traceId}`}>Follow the replay</Link>
            ) : (
              <span className="soft">{outcome.detail}</span>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
