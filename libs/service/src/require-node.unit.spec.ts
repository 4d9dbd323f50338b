import { expect, it } from '@jest/globals';
import { ConfigurationRefused } from '@waybill/messaging/operations';
import { requireNode } from './require-node.js';

it('accepts the Node version of the tests, and newer ones', () => {
  requireNode();
  requireNode('26.1.0');
});

it('refuses an older Node, with its version and the required one', () => {
  expect(() => requireNode('22.21.1')).toThrow(ConfigurationRefused);
  expect(() => requireNode('22.21.1')).toThrow(/Node 24 or newer is required, but this is 22\.21\.1/);
});
