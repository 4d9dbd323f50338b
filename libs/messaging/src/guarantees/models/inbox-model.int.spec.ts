import { describe } from '@jest/globals';
import { testConsumerModel } from './testing/consumer-model.js';
import { inboxSteps } from './testing/consumer-steps.js';

describe('model: inbox', () => {
  testConsumerModel({
    title:
      'however often a message is stored, delivered or handled, it takes effect once, in the order of its key',
    steps: inboxSteps,
    runs: 40,
    found: [],
    endsAs: 'old',
  });
});
