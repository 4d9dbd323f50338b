import { expect, it } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import { renderLocalSecrets } from './kustomizations.ts';
import type { Manifest } from './overlay.ts';
import { renderScaling } from './scaling.ts';
import { renderServices } from './services.ts';

const console = { name: 'console', port: 3000, database: true };
const shipping = { name: 'shipping', port: 3007, database: true };
const quotes = { name: 'quotes', port: 3008, database: false };

function objects(text: string): string[] {
  return parseAllDocuments(text)
    .map((document) => document.toJS() as Manifest)
    .map(({ kind, metadata }) => `${kind} ${metadata.name}`);
}

it('a service with messages has a Deployment and a budget per role, and its consumers are scaled', () => {
  const rendered = objects(renderServices([shipping]));
  for (const part of ['shipping-api', 'shipping-relay', 'shipping-consumers']) {
    expect(rendered).toContain(`Deployment ${part}`);
    expect(rendered).toContain(`PodDisruptionBudget ${part}`);
  }
  for (const kind of ['Service', 'ServiceAccount', 'NetworkPolicy']) {
    expect(rendered).toContain(`${kind} shipping`);
  }
  expect(objects(renderScaling([console, shipping, quotes]))).toEqual(['ScaledObject shipping-consumers']);
});

it('a service that keeps nothing has one Deployment, and reads no login', () => {
  const text = renderServices([quotes]);
  expect(objects(text).filter((each) => each.startsWith('Deployment'))).toEqual(['Deployment quotes']);
  expect(text).not.toContain('DATABASE_URL');
  expect(text).not.toContain('NATS_URL');
});

it('what is removed is in none of them', () => {
  expect(renderServices([console])).not.toContain('shipping');
  expect(renderLocalSecrets([console])).not.toContain('shipping');
});
