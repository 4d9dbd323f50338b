import { expect, it } from '@jest/globals';
import { ConfigurationRefused } from '@waybill/messaging';
import { requireNode } from './require-node.js';

it('runs on the Node that the tests run on, and on newer ones', () => {
  requireNode();
  requireNode('26.1.0');
});

it('refuses an older Node, with its version and the one that is needed', () => {
  expect(() => requireNode('22.21.1')).toThrow(ConfigurationRefused);
  expect(() => requireNode('22.21.1')).toThrow(/Node 24 or newer is needed, and this is 22\.21\.1/);
});
