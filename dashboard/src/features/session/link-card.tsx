import { Smartphone } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Card, CardContent, CardHeader, CardTitle } from '@/components/ui/card';
import type { SessionDetails } from '@/features/sessions/session-queries';
import { PairingCode } from './pairing-code';
import { QrCode } from './qr-code';
import { useSessionCall } from './session-calls';

/** The two ways to link a phone, for a session that has none. */
export function LinkCard({ session: { sessionId, status } }: { session: SessionDetails }) {
  const connect = useSessionCall(sessionId, 'connect');
  return (
    <Card>
      <CardHeader>
        <CardTitle>Link a phone</CardTitle>
      </CardHeader>
      <CardContent className="grid gap-8 md:grid-cols-2">
        <section className="grid content-start gap-3" aria-label="With a QR code">
          <h3 className="font-medium">Scan a QR code</h3>
          <p className="text-muted-foreground">
            On the phone: WhatsApp, Settings, Linked devices, Link a device. Then point it at the code.
          </p>
          {status === 'SCANNING_QR' ? (
            <QrCode sessionId={sessionId} />
          ) : (
            <Button
              className="justify-self-start"
              busy={connect.isPending || status === 'CONNECTING'}
              onClick={() => connect.mutate()}
            >
              <Smartphone aria-hidden />
              Show a QR code
            </Button>
          )}
        </section>
        <PairingCode sessionId={sessionId} />
      </CardContent>
    </Card>
  );
}
