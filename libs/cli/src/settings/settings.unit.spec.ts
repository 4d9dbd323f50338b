import { describe, expect, it } from '@jest/globals';
import { ownSettings, type WorkspaceSettings } from './collect.js';
import { renderExample, renderPage } from './render.js';

const delay = { variable: 'DELAY', description: 'How long it takes | waits', default: '5s', required: false };
const settings: WorkspaceSettings = {
  everyService: [{ variable: 'PORT', description: 'Port to listen on', default: '', required: true }],
  own: [{ ...delay, readBy: ['order', 'shipping'] }],
  telemetry: [],
  stack: [],
};

describe('settings of single services', () => {
  it('are listed once for all services that read them', () => {
    const services = new Map([
      ['order', [delay]],
      ['shipping', [delay]],
    ]);
    expect(ownSettings(services)).toEqual([{ ...delay, readBy: ['order', 'shipping'] }]);
  });

  it('may not mean different things in two services', () => {
    const services = new Map([
      ['order', [delay]],
      ['shipping', [{ ...delay, default: '9s' }]],
    ]);
    expect(() => ownSettings(services)).toThrow(
      'DELAY has another meaning or default in shipping than in order',
    );
  });
});

it('the page has default, meaning and readers of each, and leaves out what is empty', () => {
  const page = renderPage(settings);
  expect(page).toContain('| `PORT` | _required_ | Port to listen on |\n');
  expect(page).toContain('| `DELAY` | `5s` | How long it takes \\| waits | order, shipping |\n');
  expect(page).not.toContain('## Telemetry');
});

it('the example sets nothing until a line is uncommented', () => {
  const example = renderExample(settings);
  expect(example).toContain('# How long it takes | waits. Read by order, shipping\n#DELAY=5s\n');
  expect(example).toContain('# Port to listen on (required)\n#PORT=\n');
  expect(example.split('\n').filter((line) => line !== '' && !line.startsWith('#'))).toEqual([]);
});
