import { consumers } from './consumers.ts';
import { contracts } from './contracts.ts';
import { dueTimes } from './due-times.ts';
import { failures } from './failures.ts';
import { flow } from './flow.ts';
import type { Mutation } from './mutation.ts';
import { payloads } from './payloads.ts';
import { personalData } from './personal-data.ts';
import { processes } from './processes.ts';
import { relay } from './relay.ts';
import { schedules } from './schedules.ts';
import { topology } from './topology.ts';

/** Every mechanism that a guarantee rests on, in the order of docs/guarantees.md. */
export const mutations: readonly Mutation[] = [
  ...relay,
  ...consumers,
  ...failures,
  ...contracts,
  ...topology,
  ...schedules,
  ...dueTimes,
  ...processes,
  ...flow,
  ...payloads,
  ...personalData,
].sort((a, b) => a.guarantee - b.guarantee);
