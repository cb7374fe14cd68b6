import { toBuffer, toDataURL } from 'qrcode';

// WhatsApp's codes are dense; phones read them well at about 400 pixels with some white around.
const LOOK = { margin: 2, width: 400 };

/** The code as PNG bytes. */
export function qrPng(qr: string): Promise<Buffer> {
  return toBuffer(qr, { ...LOOK, type: 'png' });
}

/** The code as `data:image/png;base64,…`, ready for an `img` tag. */
export function qrDataUrl(qr: string): Promise<string> {
  return toDataURL(qr, { ...LOOK, type: 'image/png' });
}
