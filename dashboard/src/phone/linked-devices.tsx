import { MonitorSmartphone } from 'lucide-react';
import { useState } from 'react';
import { Button } from './ui/button';
import { useAct } from './act';
import * as api from './api';
import { Dialog } from './dialog';
import { Problem } from './problem';
import { Input, Label, Textarea } from './ui/fields';

/** The devices linked to a phone; links another by QR code or pairing code, and logs one out. */
export function LinkedDevices({ person, onClose }: { person: api.Person; onClose: () => void }) {
  return (
    <Dialog title="Linked devices" onClose={onClose}>
      {person.devices.length === 0 ? (
        <p className="text-muted-foreground text-sm">
          No device is linked to this phone. Show a QR code in the dashboard, and paste its text here.
        </p>
      ) : (
        <ul className="grid gap-2">
          {person.devices.map((device) => (
            <DeviceRow key={device.device} phoneNumber={person.phoneNumber} device={device} />
          ))}
        </ul>
      )}
      <ByQr phoneNumber={person.phoneNumber} />
      <ByCode phoneNumber={person.phoneNumber} />
    </Dialog>
  );
}

function DeviceRow({ phoneNumber, device }: { phoneNumber: string; device: api.Device }) {
  const [sure, setSure] = useState(false);
  const leaving = useAct(() => api.logOut(phoneNumber, device.device));
  return (
    <li className="grid gap-2 rounded-lg border p-3">
      <div className="flex items-center gap-3">
        <MonitorSmartphone className="text-muted-foreground size-5 shrink-0" />
        <span className="min-w-0 flex-1">
          <span className="block truncate font-medium">
            Device {device.device} <span className="text-muted-foreground font-normal">{device.platform}</span>
          </span>
          <span className="text-muted-foreground block text-sm">{stateOf(device)}</span>
        </span>
        {!sure && (
          <Button variant="outline" size="sm" onClick={() => setSure(true)}>
            Log out
          </Button>
        )}
      </div>
      {sure && (
        <div className="grid gap-2">
          <p className="text-sm">The session ends, and must be linked again before it can send or receive.</p>
          <div className="flex gap-2">
            <Button variant="destructive" size="sm" disabled={leaving.isPending} onClick={() => leaving.act()}>
              Log the device out
            </Button>
            <Button variant="ghost" size="sm" onClick={() => setSure(false)}>
              Keep it
            </Button>
          </div>
        </div>
      )}
      <Problem text={leaving.error} />
    </li>
  );
}

function stateOf({ online, waiting }: api.Device): string {
  const queue = waiting === 0 ? '' : `, ${waiting} waiting for it`;
  return (online ? 'connected' : 'not connected') + queue;
}

function ByQr({ phoneNumber }: { phoneNumber: string }) {
  const [qr, setQr] = useState('');
  const scanning = useAct(
    () => api.scan(phoneNumber, qr.trim()),
    () => setQr(''),
  );
  return (
    <form
      className="grid gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        scanning.act();
      }}
    >
      <Label htmlFor="qr">Scan a QR code: paste its text</Label>
      <Textarea
        id="qr"
        rows={3}
        required
        spellCheck={false}
        className="break-all font-mono text-xs"
        placeholder="2@…"
        value={qr}
        onChange={({ target }) => setQr(target.value)}
      />
      <Problem text={scanning.error} />
      <Button type="submit" disabled={scanning.isPending}>
        {scanning.isPending ? 'Linking …' : 'Link the device'}
      </Button>
    </form>
  );
}

function ByCode({ phoneNumber }: { phoneNumber: string }) {
  const [code, setCode] = useState('');
  const typing = useAct(
    () => api.enterCode(phoneNumber, code),
    () => setCode(''),
  );
  return (
    <form
      className="grid gap-2 border-t pt-4"
      onSubmit={(event) => {
        event.preventDefault();
        typing.act();
      }}
    >
      <Label htmlFor="code">Or type a pairing code</Label>
      <div className="flex gap-2">
        <Input
          id="code"
          required
          autoComplete="off"
          className="font-mono uppercase"
          placeholder="ABCD-1234"
          value={code}
          onChange={({ target }) => setCode(target.value)}
        />
        <Button type="submit" variant="secondary" disabled={typing.isPending}>
          Link
        </Button>
      </div>
      <Problem text={typing.error} />
    </form>
  );
}
