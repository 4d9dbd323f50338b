import { useId, type KeyboardEvent, type ReactNode } from 'react';
import styles from './tabs.module.css';
import { useQueryParam } from './use-query-param.ts';

export interface Tab {
  id: string;
  title: string;
  count?: number;
  view: () => ReactNode;
}

/** The open tab is in the address, in the query's `param`. Arrow keys move between tabs. */
export function Tabs({
  label,
  tabs,
  param = 'tab',
}: {
  label: string;
  tabs: readonly [Tab, ...Tab[]];
  param?: string;
}) {
  const id = useId();
  const [chosen, choose] = useQueryParam(param, tabs[0].id);
  const open = tabs.find((tab) => tab.id === chosen) ?? tabs[0];
  const move = (event: KeyboardEvent<HTMLElement>) => {
    const at = tabs.indexOf(open);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = tabs[(to + tabs.length) % tabs.length]!;
    choose(next.id);
    document.getElementById(`${id}-${next.id}`)?.focus();
  };
  return (
    <div>
      <div role="tablist" aria-label={label} className={styles.list} onKeyDown={move}>
        {tabs.map((tab) => (
          <button
            key={tab.id}
            id={`${id}-${tab.id}`}
            type="button"
            role="tab"
            aria-selected={tab === open}
            aria-controls={`${id}-panel`}
            tabIndex={tab === open ? 0 : -1}
            className={styles.tab}
            onClick={() => choose(tab.id)}
          >
            {tab.title}
            {tab.count !== undefined && <span className={styles.count}>{tab.count}</span>}
          </button>
        ))}
      </div>
      <div
        id={`${id}-panel`}
        role="tabpanel"
        aria-labelledby={`${id}-${open.id}`}
        tabIndex={-1}
        className={styles.panel}
      >
        {open.view()}
      </div>
    </div>
  );
}
