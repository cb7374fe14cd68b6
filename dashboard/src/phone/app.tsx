import { useQuery } from '@tanstack/react-query';
import { Button } from './ui/button';
import * as api from './api';
import { PeoplePage } from './people-page';
import { PhoneScreen } from './phone-screen';
import { go, usePlace } from './place';
import { ScanDialog } from './scan-dialog';
import { pretty } from './words';

export function App() {
  const { phone, chat, qr } = usePlace();
  return (
    <div className="bg-background text-foreground flex h-dvh flex-col">
      {phone === null ? <PeoplePage /> : <OnePhone phoneNumber={phone} chatId={chat} />}
      {qr !== null && <ScanDialog key={qr} qr={qr} />}
    </div>
  );
}

function OnePhone({ phoneNumber, chatId }: { phoneNumber: string; chatId: string | null }) {
  const { data: people, error } = useQuery({ queryKey: ['people'], queryFn: api.people });
  const person = people?.find((one) => one.phoneNumber === phoneNumber);
  if (person && people) return <PhoneScreen key={phoneNumber} person={person} people={people} chatId={chatId} />;
  if (!people && !error) return <p className="text-muted-foreground m-auto">Looking for the phone …</p>;
  return (
    <main className="m-auto grid justify-items-center gap-4 p-8 text-center">
      <p>{error ? error.message : `Nobody has the number ${pretty(phoneNumber)} here.`}</p>
      <Button onClick={() => go({})}>All phones</Button>
    </main>
  );
}
