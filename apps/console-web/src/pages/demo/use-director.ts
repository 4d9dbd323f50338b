import type { FaultsChange } from '@waybill/console-api';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { randomHex } from '../shop/random-hex.ts';
import { useChangeFaults } from '../faults/use-faults.ts';
import { Director } from './director.ts';
import { performer } from './perform.ts';
import type { Scene } from './scene.ts';

/** Directs the scene for as long as the component is mounted; leaving it in the middle heals the platform. */
export function useDirector(scene: Scene) {
  // One function for all renders; its changes are made one after the other, also after the scene was left.
  const { mutateAsync } = useChangeFaults();
  const [customerId] = useState(() => `demo-${randomHex(4)}`);
  const [director] = useState(() => new Director(scene, performer(customerId, mutateAsync)));
  useEffect(() => {
    const onClose = () => director.abandon() && healAfterClosing();
    addEventListener('pagehide', onClose);
    return () => {
      removeEventListener('pagehide', onClose);
      void director.leave().catch(reportError);
    };
  }, [director]);
  return { run: useSyncExternalStore(director.subscribe, director.current), director, customerId };
}

/** The request outlives its page. What it could not heal is on the Faults page, and in the next scene's opening. */
function healAfterClosing(): void {
  void fetch('/api/faults', {
    method: 'PUT',
    keepalive: true,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ heal: true } satisfies FaultsChange),
  });
}
