import { useState, type FormEvent } from 'react';
import { Button, SelectField, TextField } from '../../ui/index.ts';
import { useShop } from './shop-context.tsx';
import styles from './shop.module.css';
import { LONGEST_SHOPPER, SHOPPERS } from './shoppers.ts';

const OTHER = '';

/** Whom one shops as: one of a few, or anybody whose name is typed. */
export function ShopperPicker() {
  const { shopper, chooseShopper } = useShop();
  const [typing, setTyping] = useState(false);
  const [name, setName] = useState('');
  const named = SHOPPERS.some(({ id }) => id === shopper);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!name.trim()) return;
    chooseShopper(name.trim());
    setTyping(false);
  };
  return (
    <div className={styles.picker}>
      <SelectField
        label="Shopping as"
        value={typing ? OTHER : shopper}
        onChange={(id) => {
          setTyping(id === OTHER);
          if (id !== OTHER) chooseShopper(id);
        }}
        options={[
          ...SHOPPERS.map(({ id, title }) => ({ value: id, title })),
          ...(named ? [] : [{ value: shopper, title: shopper }]),
          { value: OTHER, title: 'Somebody else …' },
        ]}
      />
      {typing && (
        <form className={styles.other} onSubmit={submit}>
          <TextField label="Name" value={name} onChange={setName} maxLength={LONGEST_SHOPPER} autoFocus />
          <Button type="submit">Shop</Button>
        </form>
      )}
    </div>
  );
}
