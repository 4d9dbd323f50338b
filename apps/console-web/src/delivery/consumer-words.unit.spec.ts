import { expect, test } from '@jest/globals';
import { consumerWords, handlerWords } from './consumer-words.ts';

test('a handler’s class is shown as words', () => {
  expect(handlerWords('CountSalesWhenOrderConfirmed')).toBe('count sales when order confirmed');
  expect(handlerWords('SendSMSWhenOrderPlaced')).toBe('send sms when order placed');
});

test('a consumer is named without the service beside it', () => {
  expect(consumerWords('analytics-count-sales', 'analytics')).toBe('count sales');
  expect(consumerWords('analytics', 'analytics', ['CountSales', 'AdvanceFunnel'])).toBe(
    'count sales, advance funnel',
  );
  expect(consumerWords('analytics', 'analytics')).toBe('analytics');
  expect(consumerWords('stranger-count', undefined)).toBe('stranger-count');
});
