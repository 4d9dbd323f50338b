import { broker } from './broker.ts';
import { consumers } from './consumers.ts';
import type { Dashboard } from './dashboard.ts';
import { databases } from './databases.ts';
import { objectives } from './objectives.ts';
import { outbox } from './outbox.ts';
import { services } from './services.ts';

export const dashboards: readonly Dashboard[] = [objectives, services, outbox, consumers, broker, databases];
