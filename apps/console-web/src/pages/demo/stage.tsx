import { Link } from 'wouter';
import { activeFaults } from '../faults/active-faults.ts';
import { Figures, formatCount, formatMoment, serviceHue } from '../../ui/index.ts';
import type { Facts } from './facts.ts';
import { countOrUnknown } from './figure-words.ts';
import type { Scene } from './scene.ts';
import { Connection } from './connection.tsx';
import { Part } from './part.tsx';
import styles from './stage.module.css';

const CONSUMERS = ['payment', 'analytics', 'recommendation'] as const;

interface Props {
  scene: Scene;
  facts: Facts;
}

/** The flow from the shop to the consumers, with what waits at each part, and the scene's figures. */
export function Stage({ scene, facts }: Props) {
  const broken = activeFaults(facts.faults);
  const broker = facts.isBrokerAway ? 'stopped' : 'running';
  return (
    <section aria-label="What the platform does now" className={styles.stage}>
      <div className={styles.flow}>
        <Part
          name="Shop"
          hue={serviceHue('browser')}
          figure={formatCount(facts.orders.length)}
          words="orders placed"
        />
        <Connection forth={facts.rateOfCalls('order')} />
        <Part
          name="order"
          hue={serviceHue('order')}
          state={facts.stateOf('order')}
          figure={countOrUnknown(facts.inOutbox('order'))}
          words="in the outbox"
        />
        <Connection forth={facts.rateFrom('order')} back={facts.rateInto('order')} />
        <div className={styles.broker}>
          <Part
            name="Broker"
            hue="var(--broker)"
            state={broker}
            figure={countOrUnknown(facts.stored)}
            words="messages stored"
          />
        </div>
        <ul className={styles.consumers}>
          {CONSUMERS.map((name) => (
            <li key={name}>
              <Connection forth={facts.rateInto(name)} back={facts.rateFrom(name)} />
              <Part
                name={name}
                hue={serviceHue(name)}
                state={facts.stateOf(name)}
                figure={countOrUnknown(facts.backlogOf(name))}
                words="waiting"
              />
            </li>
          ))}
        </ul>
      </div>
      <div className={styles.figures}>
        <Figures items={scene.figures(facts)} />
      </div>
      <p className="note">
        Read at {formatMoment(new Date(facts.at).toISOString(), new Date())} from{' '}
        <Link href="/messages">the order’s messages</Link>, <Link href="/streams">outboxes and streams</Link>{' '}
        and <Link href="/faults">counts</Link>; dots are messages of the last ten seconds, “?” is what nobody
        can be asked now.{' '}
        {broken.length > 0 && <b>Broken now: {broken.map(({ sentence }) => sentence).join(', ')}.</b>}
      </p>
    </section>
  );
}
