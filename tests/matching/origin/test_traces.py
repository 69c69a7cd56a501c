"""What generators leave in their files, and what IPTC and XMP say."""

import base64
import io
import json
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from matching.origin.findings import LONGEST_PROMPT, Origin
from matching.origin.reading import OriginReader
from tests.common.credentials import IPTC, photograph, put

Reads = Callable[..., Origin]

A1111 = "portrait of Mara Lind, 35mm\nNegative prompt: blurry\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1, Size: 512x512"
COMFY = {"6": {"class_type": "CLIPTextEncode", "inputs": {"text": "Mara Lind on a quay", "clip": ["4", 1]}}}


@pytest.fixture
def reads(tmp_path: Path) -> Reads:
    return lambda content: OriginReader().read(put(tmp_path, content))[1]


def png(**texts: str) -> bytes:
    info = PngInfo()
    for key, text in texts.items():
        info.add_text(key, text)
    return photograph(form="PNG", pnginfo=info)


@pytest.mark.parametrize(
    ("texts", "tool", "prompt"),
    [
        ({"parameters": A1111}, "Stable Diffusion web UI", "portrait of Mara Lind, 35mm"),
        ({"prompt": json.dumps(COMFY)}, "ComfyUI", "Mara Lind on a quay"),
        (
            {"workflow": json.dumps({"nodes": [{"widgets_values": ["Mara Lind on a quay"]}]})},
            "ComfyUI",
            "Mara Lind on a quay",
        ),
        ({"Software": "NovelAI", "Comment": json.dumps({"prompt": "Mara Lind"})}, "NovelAI", "Mara Lind"),
        ({"invokeai_metadata": json.dumps({"positive_prompt": "Mara Lind"})}, "InvokeAI", "Mara Lind"),
        ({"Dream": '"Mara Lind" -s50'}, "InvokeAI", '"Mara Lind" -s50'),
    ],
)
def test_a_prompt_in_a_png_is_found(reads: Reads, texts: dict[str, str], tool: str, prompt: str) -> None:
    found = reads(png(**texts))
    assert (tool, prompt) in {(trace.tool, trace.prompt) for trace in found.traces}
    assert found.doubtful
    assert found.state == "absent"


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def test_packed_text_and_text_behind_the_end_are_read(reads: Reads) -> None:
    packed = chunk(b"zTXt", b"parameters\0\0" + zlib.compress(A1111.encode()))
    international = chunk(b"iTXt", b"parameters\0\1\0\0\0" + zlib.compress(A1111.encode()))
    for late in (packed, international):
        assert reads(photograph(form="PNG") + late).prompts == ("portrait of Mara Lind, 35mm",)


def test_a_text_that_unpacks_without_end_is_bounded(reads: Reads) -> None:
    bomb = chunk(b"zTXt", b"parameters\0\0" + zlib.compress(b"a" * 200_000_000))
    found = reads(photograph(form="PNG") + bomb)
    assert len(found.prompts[0]) == LONGEST_PROMPT


def test_a_prompt_in_exif_is_found(reads: Reads) -> None:
    exif = Image.Exif()
    exif[0x0131] = "Midjourney"
    exif.get_ifd(0x8769)[0x9286] = b"UNICODE\0" + A1111.encode("utf-16-be")
    found = reads(photograph(exif=exif.tobytes()))
    assert {trace.tool for trace in found.traces} == {"Midjourney", "Stable Diffusion web UI"}


def segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def with_segments(*segments: bytes) -> bytes:
    picture = photograph()
    return picture[:2] + b"".join(segments) + picture[2:]


def fields(**values: object) -> bytes:
    exif = Image.Exif()
    for tag, value in values.items():
        number = int(tag[1:], 16)
        if number == 0x9286:
            exif.get_ifd(0x8769)[number] = value
        else:
            exif[number] = value
    return exif.tobytes()


WIDE = b"UNICODE\0" + A1111.encode("utf-16-be")
CAPTION = b"\x1c\x02\x78" + struct.pack(">H", len(A1111)) + A1111.encode()
GRAPH = json.dumps(COMFY)
BARE = "Mara Lind on a quay"


def film(form: str, **said: str) -> bytes:
    out = io.BytesIO()
    with av.open(
        out, "w", format=form, options={"movflags": "use_metadata_tags"} if form == "mp4" else {}
    ) as container:
        container.metadata.update(said)
        stream = container.add_stream("libx264", rate=10)
        stream.width = stream.height = 64
        stream.pix_fmt = "yuv420p"
        container.mux(stream.encode(av.VideoFrame(64, 64, "yuv420p")))
        container.mux(stream.encode())
    return out.getvalue()


def sound(form: str, codec: str, **said: str) -> bytes:
    out = io.BytesIO()
    with av.open(
        out, "w", format=form, options={"movflags": "use_metadata_tags"} if form == "mp4" else {}
    ) as container:
        container.metadata.update(said)
        stream = container.add_stream(codec, rate=48_000, layout="mono")
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 48_000), np.float32), "fltp", "mono")
        frame.sample_rate, frame.pts = 48_000, 0
        resampler = av.AudioResampler(stream.codec_context.format or "fltp", "mono", 48_000, stream.frame_size or None)
        for part in [*resampler.resample(frame), *resampler.resample(None)]:
            container.mux(stream.encode(part))
        container.mux(stream.encode())
    return out.getvalue()


def chunked(kind: bytes, content: bytes) -> bytes:
    parts = [(b"fmt ", struct.pack("<HHIIHH", 1, 1, 16000, 32000, 2, 16)), (b"data", bytes(32000)), (kind, content)]
    body = b"WAVE" + b"".join(name + struct.pack("<I", len(part)) + part for name, part in parts)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def profile(exif: bytes) -> bytes:
    text = f"\nexif\n{len(exif):8}\n{exif.hex()}".encode()
    return photograph(form="PNG") + chunk(b"zTXt", b"Raw profile type exif\0\0" + zlib.compress(text))


LEFT: dict[str, Callable[[], bytes]] = {
    "the comment of a JPEG": lambda: with_segments(segment(0xFE, A1111.encode())),
    "a graph in the comment of a JPEG": lambda: with_segments(segment(0xFE, GRAPH.encode())),
    "the caption of IPTC": lambda: with_segments(segment(0xED, b"Photoshop 3.0\x008BIM\4\4\0\0\0\0\0\x99" + CAPTION)),
    "a description in XMP": lambda: with_xmp(packet(f"<d:description xmlns:d='x'>{A1111}</d:description>")),
    "EXIF without a character code": lambda: photograph(exif=fields(x9286=bytes(8) + A1111.encode())),
    "a title for Windows": lambda: photograph(exif=fields(x9C9F=A1111.encode("utf-16-le"))),
    "a second EXIF": lambda: with_segments(segment(0xE1, fields(x0131="Camera")), segment(0xE1, fields(x9286=WIDE))),
    "EXIF behind much else": lambda: with_segments(
        *[segment(0xEF, bytes(60_000))] * 6, segment(0xE1, fields(x9286=WIDE))
    ),
    "a graph as the camera of a WebP": lambda: photograph(form="WEBP", exif=fields(x010F=f"prompt:{GRAPH}")),
    "the comment of a GIF": lambda: photograph(form="GIF", comment=A1111.encode()),
    "a TIFF": lambda: photograph(form="TIFF", tiffinfo={270: A1111}),
    "an AVIF": lambda: photograph(form="AVIF", exif=fields(x9286=WIDE)),
    "a profile in a PNG": lambda: profile(fields(x9286=WIDE)),
    "a graph under another name": lambda: png(graph=GRAPH),
    "Base64": lambda: png(Comment=base64.b64encode(A1111.encode()).decode()),
    "the description of a prompt's own marks": lambda: png(Description="Mara Lind on a quay --ar 16:9 --v 6"),
    "a PNG of many texts": lambda: png(**{f"k{n}": "x" for n in range(300)}, parameters=A1111),
    "the comment of a film": lambda: film("mp4", comment=A1111),
    "a graph in the comment of a film": lambda: film("mp4", comment=json.dumps({"prompt": GRAPH})),
    "a Matroska film": lambda: film("matroska", COMMENT=A1111),
    "a field of a film that is called a prompt": lambda: film("matroska", PROMPT=BARE),
    "a field of an MP4 that is called a prompt": lambda: film("mp4", prompt=BARE),
    "a field of a sound file that is called a prompt": lambda: sound("mp3", "libmp3lame", positive_prompt=BARE),
    "a comment of a FLAC": lambda: sound("flac", "flac", comment=f"Prompt: {BARE}"),
    "a comment of an Opus file": lambda: sound("ogg", "libopus", comment=json.dumps({"prompt": BARE})),
    "iXML": lambda: chunked(b"iXML", f"<BWFXML><USER><PROMPT>{BARE}</PROMPT></USER></BWFXML>".encode()),
    "anybody's element in XMP": lambda: with_xmp(packet(f"<d:userPrompt xmlns:d='http://d/'>{BARE}</d:userPrompt>")),
    "a comment of a GIF that says so": lambda: photograph(form="GIF", comment=f"prompt: {BARE}".encode()),
    "what a generator describes": lambda: photograph(exif=fields(x0131="Midjourney", x010E=BARE)),
    "what a generator describes in an AVIF": lambda: photograph(form="AVIF", exif=fields(x0131="DALL-E", x010E=BARE)),
    "what a generator describes in a TIFF": lambda: photograph(form="TIFF", tiffinfo={0x0131: "FLUX.1", 270: BARE}),
    "a graph with the name of what was learnt": lambda: png(
        prompt=json.dumps({"1": {"class_type": "LoraLoader", "inputs": {"lora_name": "Mara Lind_v2.safetensors"}}})
    ),
}


@pytest.mark.attack("B.prompts")
@pytest.mark.parametrize("where", LEFT)
def test_a_prompt_is_found_wherever_it_lies(reads: Reads, where: str) -> None:
    found = reads(LEFT[where]())
    assert "mara lind" in "\n".join(found.prompts).casefold()
    assert len(found.prompts) == sum(bool(trace.prompt) for trace in found.traces) == 1


def test_the_traces_of_a_generator_in_sound_and_film_are_found(reads: Reads) -> None:
    head = b"RIFF\x64\0\0\0WAVEfmt \x10\0\0\0" + b"\1\0\1\0\x40\x1f\0\0\x80\x3e\0\0\2\0\x10\0"
    sound = head + b"LIST\x1a\0\0\0INFOISFT\x0c\0\0\0ElevenLabs\0\0"
    assert [trace.tool for trace in reads(sound).traces] == ["ElevenLabs"]
    graph = json.dumps({"prompt": json.dumps(COMFY)}).encode()
    film = b"\0\0\0\x18ftypisom\0\0\0\0isommp42" + struct.pack(">I", 8 + len(graph)) + b"udta" + graph
    assert reads(film).prompts == ("Mara Lind on a quay",)


def test_an_honest_file_leaves_no_trace(reads: Reads) -> None:
    assert reads(png(Software="Adobe Photoshop 26.0", Comment="Take 4, quay", Title="Prompt delivery")).traces == ()
    exif = Image.Exif()
    exif[0x0131], exif[0x010F] = "Capture One 23", "SONY"
    assert not reads(photograph(exif=exif.tobytes())).doubtful


def packet(inside: str, before: str = "") -> bytes:
    return (
        f'{before}<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"'
        ' xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">'
        f"{inside}</rdf:Description></rdf:RDF></x:xmpmeta>"
    ).encode()


def with_xmp(*packets: bytes) -> bytes:
    picture, segments = photograph(), b""
    for one in packets:
        content = b"http://ns.adobe.com/xap/1.0/\0" + one
        segments += b"\xff\xe1" + struct.pack(">H", len(content) + 2) + content
    return picture[:2] + segments + picture[2:]


TYPE = f"<Iptc4xmpExt:DigitalSourceType>{IPTC}%s</Iptc4xmpExt:DigitalSourceType>"


def test_iptc_says_what_kind_of_source_it_is(reads: Reads) -> None:
    found = reads(
        with_xmp(packet(TYPE % "trainedAlgorithmicMedia" + "<photoshop:Credit>Made with Google AI</photoshop:Credit>"))
    )
    assert found.iptc == ("trainedAlgorithmicMedia",)
    assert found.credits == ("Made with Google AI",)
    assert found.generative == "trainedAlgorithmicMedia"
    prompt = "<Iptc4xmpExt:AIPromptInformation>Mara Lind</Iptc4xmpExt:AIPromptInformation>"
    assert reads(with_xmp(packet(prompt))).prompts == ("Mara Lind",)


def test_of_two_packets_none_hides_the_other(reads: Reads) -> None:
    camera, generated = packet(TYPE % "digitalCapture"), packet(TYPE % "trainedAlgorithmicMedia")
    for order in ((camera, generated), (generated, camera)):
        assert reads(with_xmp(*order)).generative == "trainedAlgorithmicMedia"
    assert reads(with_xmp(camera) + generated).generative == "trainedAlgorithmicMedia"


def test_xmp_proves_no_camera(reads: Reads) -> None:
    assert not reads(with_xmp(packet(TYPE % "digitalCapture"))).camera_original


@pytest.mark.parametrize(
    "inside",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
    ],
)
def test_entities_are_refused_and_that_is_said(reads: Reads, inside: str) -> None:
    hostile = packet(TYPE % "digitalCapture" + "&a;")
    hostile = hostile.replace(b"<x:xmpmeta ", b"<x:xmpmeta><x:xmpmeta ", 1)
    found = reads(with_xmp(hostile))
    assert found.xmp_refused
    declared = packet(TYPE % "trainedAlgorithmicMedia").replace(b"<rdf:RDF", inside.encode() + b"<rdf:RDF", 1)
    found = reads(with_xmp(declared))
    assert found.xmp_refused
    assert found.iptc == ()


def test_a_packet_without_end_and_thousands_of_packets_are_bounded(reads: Reads) -> None:
    assert reads(photograph() + b"<x:xmpmeta " + b"a" * 3_000_000).xmp_refused
    assert reads(photograph() + packet(TYPE % "digitalCapture") * 3000).xmp_refused


def test_png_xmp_counts_packed_or_not(reads: Reads) -> None:
    said = packet(TYPE % "trainedAlgorithmicMedia")
    plain = chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + said)
    packed = chunk(b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + zlib.compress(said))
    for one in (plain, packed):
        picture = photograph(form="PNG")
        assert reads(picture[:-12] + one + picture[-12:]).generative == "trainedAlgorithmicMedia"


def test_garbage_of_every_kind_is_read_to_an_end(reads: Reads) -> None:
    for start in (
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe1",
        b"RIFF\0\0\0\0WEBP",
        b"\0\0\0\x18ftypisom",
        b"ID3\4\0\0",
        b"GIF89a",
    ):
        found = reads(start + b"jumb c2pa EXIF Exif\0\0 eXIf parameters\0" * 50)
        assert found.state in ("absent", "unreadable", "invalid")


def test_names_longer_than_anybody_reads_are_cut(reads: Reads) -> None:
    picture = io.BytesIO(png(parameters="x" * 100_000)).getvalue()
    assert len(reads(picture).prompts[0]) == LONGEST_PROMPT
