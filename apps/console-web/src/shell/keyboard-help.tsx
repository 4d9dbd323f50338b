import { Dialog } from '../ui/index.ts';
import styles from './keyboard-help.module.css';
import { keyCaps } from './shortcut-key.ts';
import { useShortcutGroups } from './shortcuts.ts';

const MAC = navigator.platform.startsWith('Mac');

/** Every key that works now, the page's own last. */
export function KeyboardHelp({ open, onClose }: { open: boolean; onClose: () => void }) {
  const groups = useShortcutGroups();
  return (
    <Dialog open={open} title="Keyboard" onClose={onClose}>
      {groups.map(({ title, shortcuts }) => (
        <section key={title} className={styles.group}>
          <h3>{title}</h3>
          <dl className={styles.keys}>
            {shortcuts.map(({ keys, words }) => (
              <div key={words}>
                <dt>
                  {keys.map((key) => (
                    <kbd key={key}>{keyCaps(key, MAC)}</kbd>
                  ))}
                </dt>
                <dd>{words}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Dialog>
  );
}
