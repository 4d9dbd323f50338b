import { useState, type FormEvent } from 'react';
import { Button, SelectField, TextField } from '../../ui/index.ts';
import { LONGEST_SHOPPER, SHOPPERS } from './shoppers.ts';
import { useShop } from './use-shop.ts';

const OTHER = '';

/** One of a few shoppers, or any other by name. */
export function ShopperPicker() {
  const { shopper, chooseShopper } = useShop();
  const [typing, setTyping] = useState(false);
  const [name, setName] = useState('');
  const known = SHOPPERS.some(({ id }) => id === shopper);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!name.trim()) return;
    chooseShopper(name.trim());
    setTyping(false);
  };
  return (
    <>
      <SelectField
        label="Shopping as"
        value={typing ? OTHER : shopper}
        onChange={(id) => {
          setTyping(id === OTHER);
          if (id !== OTHER) chooseShopper(id);
        }}
        options={[
          ...SHOPPERS.map(({ id, title }) => ({ value: id, title })),
          ...(known ? [] : [{ value: shopper, title: shopper }]),
          { value: OTHER, title: 'Somebody else …' },
        ]}
      />
      {typing && (
        <form className="row form" onSubmit={submit}>
          <TextField label="Name" value={name} onChange={setName} maxLength={LONGEST_SHOPPER} autoFocus />
          <Button type="submit">Shop</Button>
        </form>
      )}
    </>
  );
}
