/**
 * The least that Electron can do: a window as large as the app's, as locked, with one button. What the app takes longer
 * than this is ours. `--size WIDTHxHEIGHT`
 */
const { app, BrowserWindow } = require('electron');
const { join } = require('node:path');

const [width, height] = process.argv[process.argv.indexOf('--size') + 1].split('x').map(Number);

app.whenReady().then(() => {
  const window = new BrowserWindow({
    width,
    height,
    useContentSize: true,
    frame: false,
    resizable: false,
    autoHideMenuBar: true,
    webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false, spellcheck: false },
  });
  window.loadFile(join(__dirname, 'index.html'));
});
