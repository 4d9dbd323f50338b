import { describe, expect, it } from '@jest/globals';
import { shared } from './shared.ts';
import type { News, Source } from './source.ts';
import { serve, throughPort } from './through-port.ts';
import { whileVisible } from './while-visible.ts';

/** A server whose streams the test speaks for. */
function server() {
  const open = new Map<string, (news: News) => void>();
  let opened = 0;
  const source: Source = (path, tell) => {
    if (open.has(path)) throw new Error(`${path} is open already`);
    opened += 1;
    open.set(path, tell);
    return () => void open.delete(path);
  };
  return {
    source,
    say: (path: string, news: News) => open.get(path)!(news),
    paths: () => [...open.keys()],
    opened: () => opened,
  };
}

const event = (name: string, data = '') => ({ event: name, data });

describe('a shared stream', () => {
  it('is one for all listeners, and is closed when the last one leaves', () => {
    const { source, say, paths, opened } = server();
    const listen = shared(source);
    const heard: [string, News][] = [];
    const [first, second] = ['one', 'two'].map((name) => listen('/a', (news) => heard.push([name, news])));
    say('/a', event('changed', '1'));
    expect(heard).toEqual([
      ['one', event('changed', '1')],
      ['two', event('changed', '1')],
    ]);
    first!();
    first!();
    expect(paths()).toEqual(['/a']);
    second!();
    expect([paths(), opened()]).toEqual([[], 1]);
  });

  it('sends a late listener the last of each event, or that it is broken', () => {
    const { source, say } = server();
    const listen = shared(source);
    const lateHears = () => {
      const heard: News[] = [];
      listen('/a', (news) => heard.push(news))();
      return heard;
    };
    listen('/a', () => {});
    expect(lateHears()).toEqual([]);
    for (const data of ['1', '2']) say('/a', event('changed', data));
    say('/a', event('hello'));
    expect(lateHears()).toEqual([event('changed', '2'), event('hello')]);
    say('/a', 'broken');
    expect(lateHears()).toEqual(['broken']);
    say('/a', event('hello'));
    expect(lateHears()).toEqual([event('hello')]);
  });
});

describe('tabs that listen through a worker', () => {
  /** Messages between ports are delivered in their order: what was asked before is done by then. */
  function tabs() {
    const { source, say, paths, opened } = server();
    const streams = shared(source);
    const ports: MessagePort[] = [];
    const tab = () => {
      const { port1, port2 } = new MessageChannel();
      ports.push(port1, port2);
      serve(port1, streams);
      const page = new EventTarget();
      return { page, listen: throughPort(port2, page) };
    };
    return { say, paths, opened, tab, close: () => ports.forEach((port) => port.close()) };
  }
  const heardBy = (listen: Source, path: string) => {
    const heard: News[] = [];
    let wake = () => {};
    const stop = listen(path, (news) => {
      heard.push(news);
      wake();
    });
    const until = async (count: number) => {
      while (heard.length < count) await new Promise<void>((resolve) => (wake = resolve));
      return heard;
    };
    return { stop, until };
  };
  const settled = async (done: () => boolean) => {
    while (!done()) await new Promise((resolve) => setImmediate(resolve));
  };

  it('hold each stream once between them, and receive the events of their own', async () => {
    const { say, paths, opened, tab, close } = tabs();
    try {
      const [one, two] = [tab(), tab()];
      const first = heardBy(one.listen, '/a');
      const second = heardBy(two.listen, '/a');
      const other = heardBy(two.listen, '/b');
      await settled(() => paths().length === 2);
      say('/b', event('message', 'b'));
      expect(await other.until(1)).toEqual([event('message', 'b')]);
      say('/a', event('hello'));
      expect(await first.until(1)).toEqual([event('hello')]);
      expect(await second.until(1)).toEqual([event('hello')]);
      expect(opened()).toBe(2);
      for (const { stop } of [first, second, other]) stop();
      await settled(() => paths().length === 0);
    } finally {
      close();
    }
  });

  it('leave when their page is hidden, and listen again when it is shown', async () => {
    const { say, paths, tab, close } = tabs();
    try {
      const { page, listen } = tab();
      const { until } = heardBy(listen, '/a');
      await settled(() => paths().length === 1);
      page.dispatchEvent(new Event('pagehide'));
      await settled(() => paths().length === 0);
      page.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }));
      await settled(() => paths().length === 1);
      say('/a', event('hello'));
      expect(await until(1)).toEqual([event('hello')]);
    } finally {
      close();
    }
  });
});

describe('a tab without a worker', () => {
  it('holds its stream only while it is visible', () => {
    const { source, paths, opened } = server();
    const page = Object.assign(new EventTarget(), { hidden: true });
    const turn = (hidden: boolean) => {
      page.hidden = hidden;
      page.dispatchEvent(new Event('visibilitychange'));
    };
    const stop = whileVisible(source, page as unknown as Document)('/a', () => {});
    expect(paths()).toEqual([]);
    turn(false);
    turn(false);
    expect([paths(), opened()]).toEqual([['/a'], 1]);
    turn(true);
    expect(paths()).toEqual([]);
    turn(false);
    stop();
    turn(false);
    expect([paths(), opened()]).toEqual([[], 2]);
  });
});
