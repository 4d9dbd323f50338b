import type { Scene } from '../scene.ts';
import { brokerAway } from './broker-away.ts';
import { burst } from './burst.ts';
import { deadConsumer } from './dead-consumer.ts';
import { journey } from './journey.ts';
import { naive } from './naive.ts';
import { poison } from './poison.ts';
import { undecided } from './undecided.ts';

/** In the order of the demo. */
export const SCENES: readonly Scene[] = [journey, deadConsumer, brokerAway, naive, poison, burst, undecided];
