import { describe } from '@jest/globals';
import { testConsumerModel } from './testing/consumer-model.js';
import { renameSteps } from './testing/consumer-steps.js';

describe('model: a consumer that is renamed', () => {
  testConsumerModel({
    title: 'with replicas of both names in any order, each event takes effect once, in the order of its key',
    steps: renameSteps,
    runs: 40,
    found: [],
    endsAs: 'renamed',
  });
});
