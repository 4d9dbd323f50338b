import { describe, expect, it } from '@jest/globals';
import { manifestErrors } from './manifest-errors.ts';
import type { Manifest } from './overlay.ts';
import { podSecurityErrors } from './pod-security-errors.ts';
import { referenceErrors } from './reference-errors.ts';

const labels = { 'app.kubernetes.io/name': 'order' };

function deployment({ pod = {}, spec = {} }: { pod?: object; spec?: object } = {}): Manifest {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'order-api' },
    spec: {
      replicas: 2,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          automountServiceAccountToken: false,
          securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
          containers: [
            {
              name: 'service',
              securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
            },
          ],
          ...pod,
        },
      },
      ...spec,
    },
  } as Manifest;
}

it('a manifest that a cluster would take has no errors', () => {
  const manifests = [deployment()];
  expect([
    ...manifestErrors('local', manifests),
    ...referenceErrors('local', manifests),
    ...podSecurityErrors('local', manifests),
  ]).toEqual([]);
});

describe('the types refuse', () => {
  it.each([
    [
      'an unknown field',
      deployment({ spec: { replica: 2 } }),
      /local-Deployment-order-api.*"replica"' does not exist/,
    ],
    ['another type', deployment({ spec: { replicas: '2' } }), /'string' is not assignable to type 'number'/],
    ['a field that is missing', deployment({ spec: { selector: undefined } }), /'"selector"' is missing/],
    [
      'an unknown field of a custom resource',
      {
        apiVersion: 'keda.sh/v1alpha1',
        kind: 'ScaledObject',
        metadata: { name: 'order' },
        spec: { scaleTargetRef: { name: 'order' }, triggers: [], minReplicas: 2 },
      } as Manifest,
      /'"minReplicas"' does not exist/,
    ],
    [
      'what they do not know',
      { apiVersion: 'example.com/v1', kind: 'Thing', metadata: { name: 'it' } },
      /Thing it: there are no types of example.com\/v1/,
    ],
  ])('%s', (_, manifest, error) => {
    expect(manifestErrors('local', [manifest])).toEqual([expect.stringMatching(error)]);
  });
});

it('an object that is named has to be there', () => {
  const pod = {
    serviceAccountName: 'order',
    volumes: [{ name: 'secrets', secret: { secretName: 'order-urls' } }],
  };
  expect(referenceErrors('local', [deployment({ pod })])).toEqual([
    'local: Deployment order-api needs the ServiceAccount order, which is not there',
    'local: Deployment order-api needs the Secret order-urls, which is not there',
  ]);
});

it('a selector has to select a pod', () => {
  const service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'order' },
    spec: { selector: { 'app.kubernetes.io/name': 'orders' } },
  } as Manifest;
  expect(referenceErrors('local', [deployment(), service])).toEqual(['local: Service order selects no pod']);
});

it('a pod has to meet the restricted profile', () => {
  const pod = { securityContext: { runAsNonRoot: false, seccompProfile: { type: 'RuntimeDefault' } } };
  expect(podSecurityErrors('local', [deployment({ pod })])).toEqual([
    'local: Deployment order-api has to have runAsNonRoot: true',
  ]);
});
