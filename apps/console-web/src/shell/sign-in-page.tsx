import type { SessionView, SignInFailure } from '@waybill/console-api';
import { useState, type FormEvent } from 'react';
import { Problem } from '../api/http.ts';
import { useSignIn } from '../api/session.ts';
import { Button, ErrorNotice, Panel, TextField, useQueryParam } from '../ui/index.ts';
import styles from './sign-in-page.module.css';

export function SignInPage({ session: { signIn } }: { session: SessionView }) {
  return (
    <main className={styles.page}>
      <h1>Waybill</h1>
      <Panel title="Sign in">
        <div className="stack">
          <p>This console shows messages with their contents, and can replay them: it asks who you are.</p>
          {signIn.provider && <ProviderLink />}
          {signIn.token && <TokenForm />}
        </div>
      </Panel>
    </main>
  );
}

const FAILURES: Record<SignInFailure, string> = {
  expired: 'This took too long, or was begun in another browser. Sign in once more.',
  refused:
    'The identity provider refused it, or its response could not be verified. The console’s log says why.',
  'no-role': 'The identity provider knows you, but none of your groups has a role here.',
  'provider-away': 'The identity provider does not respond. Try again.',
};

function ProviderLink() {
  const [failure] = useQueryParam('sign-in');
  const to = failure === '' ? location.pathname + location.search : '/';
  const words = FAILURES[failure as SignInFailure] as string | undefined;
  return (
    <>
      {words !== undefined && <p role="alert">{words}</p>}
      <p>
        <a href={`/auth/sign-in?to=${encodeURIComponent(to)}`}>Sign in with your organisation’s account</a>
      </p>
    </>
  );
}

function TokenForm() {
  const signIn = useSignIn();
  const [token, setToken] = useState('');
  const [error, setError] = useState<unknown>();
  const given = token.trim();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (given) signIn(given).catch(setError);
  };
  const isWrong = error instanceof Problem && error.status === 401;
  return (
    <form className="stack" onSubmit={submit}>
      <TextField
        label="Token"
        type="password"
        autoComplete="off"
        spellCheck={false}
        autoFocus
        value={token}
        onChange={setToken}
        hint={
          <>
            The <code>CONSOLE_TOKEN</code> of the server, or the <code>CONSOLE_LOOK_TOKEN</code>, which reads
            only.
          </>
        }
        error={isWrong ? error.message : undefined}
      />
      {error !== undefined && !isWrong && <ErrorNotice error={error} />}
      <div>
        <Button type="submit" variant="primary" disabled={given === ''}>
          Sign in
        </Button>
      </div>
    </form>
  );
}
