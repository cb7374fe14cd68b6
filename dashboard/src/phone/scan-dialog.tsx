import { useQuery } from '@tanstack/react-query';
import { QrCode, Smartphone } from 'lucide-react';
import { Button } from './ui/button';
import { useAct } from './act';
import * as api from './api';
import { Dialog } from './dialog';
import { replace } from './place';
import { Problem } from './problem';
import { pretty } from './words';

/** A QR code came with the address, from whoever shows it: which phone scans it? */
export function ScanDialog({ qr }: { qr: string }) {
  const { data: people = [] } = useQuery({ queryKey: ['people'], queryFn: api.people });
  const scanning = useAct(
    async (phoneNumber: string | null) => {
      if (phoneNumber !== null) return api.scan(phoneNumber, qr);
      const phone = await api.create('phone', {});
      try {
        return await api.scan(phone.phoneNumber, qr);
      } catch (error) {
        await api.remove(phone);
        throw error;
      }
    },
    ({ phoneNumber }) => replace({ phone: phoneNumber }),
  );
  return (
    <Dialog title="Scan the QR code" onClose={() => replace({})}>
      <p className="flex items-start gap-3 text-sm">
        <QrCode className="text-muted-foreground size-8 shrink-0" />
        The session that shows this code becomes a linked device of the phone that scans it. Which one shall it be?
      </p>
      <Problem text={scanning.error} />
      <Button disabled={scanning.isPending} onClick={() => scanning.act(null)}>
        {scanning.isPending ? 'Linking …' : 'A new phone'}
      </Button>
      {people
        .filter(({ role }) => role === 'phone')
        .map(({ phoneNumber, name }) => (
          <Button
            key={phoneNumber}
            variant="outline"
            className="justify-start"
            disabled={scanning.isPending}
            onClick={() => scanning.act(phoneNumber)}
          >
            <Smartphone /> {name} <span className="text-muted-foreground font-normal">{pretty(phoneNumber)}</span>
          </Button>
        ))}
    </Dialog>
  );
}
