"""Another station, as a commune relays one: an endless MP3 of one pitch over HTTP, sent as fast as it sounds. It can fall silent and
come back."""
import http.server
import pathlib
import subprocess
import threading
import time

BIT_RATE = 128
STEP = 0.1
AHEAD = 1.0  # Seconds that a listener gets at once, as Icecast does.


def mp3(folder, sound):
    """The WAV file `sound` as a constant bit rate MP3."""
    source, made = pathlib.Path(folder) / "station.wav", pathlib.Path(folder) / "station.mp3"
    source.write_bytes(sound)
    subprocess.run(["gst-launch-1.0", "-q", "filesrc", f"location={source}", "!", "wavparse", "!", "audioconvert", "!", "lamemp3enc", "target=bitrate",
                    "cbr=true", f"bitrate={BIT_RATE}", "!", "filesink", f"location={made}"], check=True, timeout=60)
    return made.read_bytes()


def hls(folder, sound):
    """The WAV file `sound` as a playlist of AAC in MPEG-TS in this folder; the name of the playlist."""
    source = pathlib.Path(folder) / "hls.wav"
    source.write_bytes(sound)
    subprocess.run(["gst-launch-1.0", "-q", "filesrc", f"location={source}", "!", "wavparse", "!", "audioconvert", "!", "avenc_aac", "!", "aacparse", "!",
                    "mpegtsmux", "!", "hlssink", f"location={folder}/part%05d.ts", f"playlist-location={folder}/list.m3u8", "max-files=0",
                    "playlist-length=0"], check=True, timeout=60)
    return "list.m3u8"


class Folder:
    """A web server of one folder."""

    def __init__(self, folder):
        class Files(http.server.SimpleHTTPRequestHandler):
            def __init__(self, *arguments):
                super().__init__(*arguments, directory=folder)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Files)
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class Station:
    def __init__(self, sound):
        self.sound = sound
        self.on_air = threading.Event()
        self.on_air.set()
        self.calls = 0
        station = self

        class Listener(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.0"

            def do_GET(self):
                station.calls += 1
                if not station.on_air.is_set():
                    return self.send_error(503)
                self.send_response(200)
                self.send_header("Content-Type", "audio/mpeg")
                self.end_headers()
                try:
                    station.send_to(self.wfile)
                except OSError:
                    pass

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Listener)
        self.server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}/live.mp3"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def send_to(self, listener):
        begun, sent = time.monotonic(), 0
        while self.on_air.is_set():
            due = int((time.monotonic() - begun + AHEAD) * BIT_RATE * 1000 / 8)
            while sent < due:
                at = sent % len(self.sound)
                part = self.sound[at:at + due - sent]
                listener.write(part)
                sent += len(part)
            time.sleep(STEP)

    def close(self):
        self.on_air.clear()
        self.server.shutdown()
        self.server.server_close()
