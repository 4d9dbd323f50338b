import { describe } from '@jest/globals';
import { testConsumerModel } from './testing/consumer-model.js';
import { rewindSteps } from './testing/consumer-steps.js';

describe('model: rewind and rebuild', () => {
  testConsumerModel({
    title: 'whenever a consumer is moved back, its effects are those of one that never was',
    steps: rewindSteps,
    runs: 40,
    found: [],
    endsAs: 'old',
  });
});
