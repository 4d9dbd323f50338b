import type { SessionView } from '@waybill/console-api';
import { useState, type FormEvent } from 'react';
import { Problem } from '../api/http.ts';
import { useSignIn } from '../api/session.ts';
import { Button, ErrorNotice, Panel, TextField } from '../ui/index.ts';
import styles from './sign-in-page.module.css';

export function SignInPage({ session: { signIn } }: { session: SessionView }) {
  return (
    <main className={styles.page}>
      <h1>Waybill</h1>
      <Panel title="Sign in">
        <div className="stack">
          <p>This console shows messages with their contents, and can replay them: it asks who you are.</p>
          {signIn.token && <TokenForm />}
        </div>
      </Panel>
    </main>
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
