import { describe } from '@jest/globals';
import { testConsumerModel } from './testing/consumer-model.js';
import { handOverSteps } from './testing/consumer-steps.js';

describe('model: partitions that are handed over', () => {
  testConsumerModel({
    title: 'however replicas come, stop and die, events of one key are handled once and in order',
    steps: handOverSteps,
    runs: 40,
    found: [],
    endsAs: 'old',
  });
});
