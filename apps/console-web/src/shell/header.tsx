import { useState } from 'react';
import { Link } from 'wouter';
import { useSession, useSignOut } from '../api/session.ts';
import { Icon } from '../ui/index.ts';
import styles from './header.module.css';
import { KeyboardHelp } from './keyboard-help.tsx';
import { LiveState } from './live-state.tsx';
import { Navigation } from './navigation.tsx';
import { SearchDialog } from './search-dialog.tsx';
import { useShortcuts } from './shortcuts.ts';
import { useTheme } from './theme.ts';

export function Header() {
  const [open, setOpen] = useState<'search' | 'help'>();
  const { authentication } = useSession();
  useShortcuts('Everywhere', [
    { keys: ['mod+k', '/'], words: 'Search orders, events and traces', run: () => setOpen('search') },
    { keys: ['?'], words: 'This help', run: () => setOpen('help') },
  ]);
  return (
    <header className={styles.header}>
      <Link href="/shop" className={styles.brand}>
        <Barcode />
        <span>Waybill</span>
        {!authentication && <span className={styles.local}>[local]</span>}
      </Link>
      <Navigation />
      <div className={styles.tools}>
        <button type="button" className={styles.search} onClick={() => setOpen('search')}>
          <Icon name="search" size={14} />
          <span>Search</span>
          <kbd aria-hidden="true">/</kbd>
        </button>
        <LiveState />
        <ThemeButton />
        <button
          type="button"
          className={styles.tool}
          aria-label="Keyboard help"
          title="Keyboard help"
          onClick={() => setOpen('help')}
        >
          ?
        </button>
        <Account />
      </div>
      <SearchDialog open={open === 'search'} onClose={() => setOpen(undefined)} />
      <KeyboardHelp open={open === 'help'} onClose={() => setOpen(undefined)} />
    </header>
  );
}

/** Who is signed in, and the way out. Nothing if the console asks nobody. */
function Account() {
  const { caller } = useSession();
  const signOut = useSignOut();
  if (!caller) return null;
  const words = `${caller.name} may ${caller.role}`;
  return (
    <button
      type="button"
      className={styles.search}
      title={`${words}. Sign out.`}
      aria-label={`Sign out: ${words}`}
      onClick={() => void signOut().catch(reportError)}
    >
      Sign out
    </button>
  );
}

function ThemeButton() {
  const { theme, next, chooseNext } = useTheme();
  const label = `Theme: ${theme}. Switch to ${next}.`;
  return (
    <button type="button" className={styles.tool} aria-label={label} title={label} onClick={chooseNext}>
      <Icon name={theme} />
    </button>
  );
}

/** The logo: a barcode, as on a parcel. */
function Barcode() {
  const bars = [0, 3, 5, 9, 11, 15, 17, 20];
  return (
    <svg width="22" height="18" viewBox="0 0 22 18" aria-hidden="true">
      {bars.map((x, index) => (
        <rect
          key={x}
          x={x}
          width={index % 3 === 0 ? 2 : 1}
          height="18"
          fill={index === 4 ? 'var(--band-accent)' : 'currentColor'}
        />
      ))}
    </svg>
  );
}
