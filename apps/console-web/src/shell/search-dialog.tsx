import type { SearchResponse } from '@waybill/console-api';
import { keepPreviousData } from '@tanstack/react-query';
import { useDeferredValue, useState, type KeyboardEvent } from 'react';
import { useLocation } from 'wouter';
import { useJson } from '../api/use-json.ts';
import { classNames, Dialog, ErrorNotice, Timestamp } from '../ui/index.ts';
import { pages } from './pages.ts';
import styles from './search-dialog.module.css';
import { searchTarget } from './search-target.ts';

interface Found {
  kind: string;
  title: string;
  id?: string;
  at?: string;
  href: string;
}

export function SearchDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Dialog open={open} title="Search" onClose={onClose} wide>
      <Search onDone={onClose} />
    </Dialog>
  );
}

/** Orders, events, traces and dead letters by id, and pages by name. */
function Search({ onDone }: { onDone: () => void }) {
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(0);
  const [, navigate] = useLocation();
  const q = useDeferredValue(text.trim());
  const isSearch = q.length > 1;
  const search = useJson<SearchResponse>(['search', q], `/api/search?q=${encodeURIComponent(q)}`, {
    enabled: isSearch,
    placeholderData: keepPreviousData,
  });
  const found = [...(isSearch ? hitsOf(search.data) : []), ...pagesOf(q)];
  const at = Math.min(chosen, found.length - 1);

  const open = (href: string) => {
    onDone();
    navigate(href);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setChosen(Math.min(at + 1, found.length - 1));
    else if (event.key === 'ArrowUp') setChosen(Math.max(at - 1, 0));
    else if (event.key === 'Enter' && found[at]) open(found[at].href);
    else return;
    event.preventDefault();
  };

  return (
    <>
      <input
        className={styles.input}
        type="text"
        role="combobox"
        aria-label="Order, event or trace id, or a page"
        aria-expanded={found.length > 0}
        aria-controls="search-found"
        aria-activedescendant={found[at] ? `search-${at}` : undefined}
        placeholder="Order, event or trace id …"
        spellCheck={false}
        autoComplete="off"
        data-autofocus
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setChosen(0);
        }}
        onKeyDown={onKeyDown}
      />
      {search.isError && <ErrorNotice error={search.error} onRetry={() => void search.refetch()} />}
      <ul id="search-found" role="listbox" aria-label="Found" className={styles.found}>
        {found.map((each, index) => (
          <li
            key={each.href}
            id={`search-${index}`}
            role="option"
            aria-selected={index === at}
            className={classNames(styles.hit, index === at && styles.chosen)}
            onMouseMove={() => setChosen(index)}
            onClick={() => open(each.href)}
          >
            <span className={classNames('note', styles.kind)}>{each.kind}</span>
            <span className={styles.title}>{each.title}</span>
            {each.id && <code className={classNames('soft cut', styles.id)}>{each.id}</code>}
            {each.at && <Timestamp at={each.at} />}
          </li>
        ))}
      </ul>
      <p role="status" className="soft">
        {isSearch &&
          search.data?.items.length === 0 &&
          'No order, event or trace has this id. Trace ids are found by their first four characters, all others by the whole id.'}
      </p>
    </>
  );
}

function hitsOf(found: SearchResponse | undefined): Found[] {
  return (found?.items ?? []).map((hit) => ({
    kind: hit.kind.replace('-', ' '),
    title: hit.title,
    id: hit.id,
    at: hit.at,
    href: searchTarget(hit),
  }));
}

function pagesOf(q: string): Found[] {
  return pages
    .filter(({ title }) => title.toLowerCase().includes(q.toLowerCase()))
    .map(({ title, path }) => ({ kind: 'page', title, href: path }));
}
