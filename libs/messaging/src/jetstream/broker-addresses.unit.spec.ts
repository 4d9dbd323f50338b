import { describe, expect, it } from '@jest/globals';
import { BrokerRefused } from '../errors.js';
import { brokerAddresses } from './broker-addresses.js';

describe('the addresses of the broker', () => {
  it('are taken with and without scheme and port', () => {
    expect(brokerAddresses(['nats://one:4300', 'two', 'nats://[::1]:4301'])).toEqual({
      addresses: ['one:4300', 'two:4222', '[::1]:4301'],
      encrypted: false,
    });
  });

  it('may hold user and password, percent-encoded', () => {
    expect(brokerAddresses(['nats://shop:p%40ss@one'])).toMatchObject({
      addresses: ['one:4222'],
      user: 'shop',
      pass: 'p@ss',
    });
  });

  it('may hold a token', () => {
    expect(brokerAddresses(['nats://s3cr3t@one'])).toEqual({
      addresses: ['one:4222'],
      encrypted: false,
      token: 's3cr3t',
    });
  });

  it('ask for TLS by their scheme', () => {
    expect(brokerAddresses(['tls://one'])).toMatchObject({ encrypted: true });
  });

  it.each(['nats://', 'nats://one:port', 'nats://a%zz@one'])(
    'are refused when they are none: %s',
    (address) => {
      expect(() => brokerAddresses([address])).toThrow(BrokerRefused);
    },
  );

  it.each(['ws', 'wss', 'http'])('are refused in a protocol that is not spoken: %s', (scheme) => {
    expect(() => brokerAddresses(['nats://one', `${scheme}://two`])).toThrow(
      `"${scheme}://two" cannot be used: ${scheme}:// is not supported`,
    );
  });

  it('are refused without showing the password', () => {
    expect(() => brokerAddresses(['http://shop:s3cr3t@one'])).toThrow(/^(?!.*s3cr3t)/);
  });
});
