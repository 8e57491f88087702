#!/usr/bin/python3
"""Runs a program among virtual hidraw devices (umockdev: no root, no kernel module, nothing left behind).

The program sees /dev/hidrawN, sysfs and udev as on a machine with the devices plugged in. Their behaviour is decided by
whoever started this script, over its standard input and output, one line each:

    argv[1]   JSON: {"devices": [{vendorId, productId, manufacturer, product, release, descriptor, numbered}],
              "command": [...]}; descriptor in hexadecimal; the first device is hidraw0, and so on
    stdin     "input AT HEX"     device number AT sends an input report, as on the cable
              "unplug AT"        reads fail, and its node is gone
              "replug AT"        it is there again, under a new node
              "stop"             the program's standard input ends, which asks it to end
    stdout    "host AT KIND HEX" an output or feature report has reached a device, as on the cable
              anything else      is the program's own

umockdev puts a pseudo-terminal behind each node, which has no message boundaries. So reads and writes are answered
here, and the terminal only carries one byte per report for poll() to see.
"""

import ctypes
import json
import os
import queue
import shutil
import struct
import subprocess
import sys
import threading

import gi

gi.require_version("UMockdev", "1.0")
from gi.repository import UMockdev  # noqa: E402

EIO, EINVAL, ENODEV = 5, 22, 19
# linux/hidraw.h
GET_DESCRIPTOR_SIZE, GET_DESCRIPTOR, GET_INFO, SEND_FEATURE = 1, 2, 3, 6
BUS_USB = 3

libc = ctypes.CDLL(None, use_errno=True)


def say(line):
    # One write for each line: the program writes to the same pipe.
    os.write(1, f"{line}\n".encode())


def udev_text(number, minor, d):
    """A USB device, its HID interface, the hid device of the HID bus and its hidraw node, as udev shows them."""
    vid, pid = d["vendorId"], d["productId"]
    usb = f"/devices/pci0000:00/0000:00:14.0/usb1/1-{number + 1}"
    hid = f"{usb}/1-{number + 1}:1.0/0003:{vid:04X}:{pid:04X}.{minor + 1:04X}"
    return f"""P: {usb}
N: bus/usb/001/{minor + 2:03d}
E: DEVNAME=/dev/bus/usb/001/{minor + 2:03d}
E: DEVTYPE=usb_device
E: DRIVER=usb
E: PRODUCT={vid:x}/{pid:x}/{d["release"]:x}
E: SUBSYSTEM=usb
A: idVendor={vid:04x}\\n
A: idProduct={pid:04x}\\n
A: bcdDevice={d["release"]:04x}\\n
A: manufacturer={d["manufacturer"]}\\n
A: product={d["product"]}\\n

P: {usb}/1-{number + 1}:1.0
E: DEVTYPE=usb_interface
E: DRIVER=usbhid
E: INTERFACE=3/0/0
E: SUBSYSTEM=usb
A: bInterfaceNumber=00\\n
A: bInterfaceClass=03\\n

P: {hid}
E: DRIVER=hid-generic
E: HID_ID=0003:{vid:08X}:{pid:08X}
E: HID_NAME={d["manufacturer"]} {d["product"]}
E: HID_PHYS=usb-0000:00:14.0-{number + 1}/input0
E: HID_UNIQ=
E: SUBSYSTEM=hid
H: report_descriptor={d["descriptor"]}

P: {hid}/hidraw/hidraw{minor}
N: hidraw{minor}
E: DEVNAME=/dev/hidraw{minor}
E: MAJOR=240
E: MINOR={minor}
E: SUBSYSTEM=hidraw
A: dev=240:{minor}\\n
L: device=../../../0003:{vid:04X}:{pid:04X}.{minor + 1:04X}
"""


class Node(UMockdev.IoctlBase):
    """One hidraw node, from plug to unplug."""

    def __init__(self, bed, number, minor, device):
        super().__init__()
        self.number, self.device, self.gone = number, device, False
        self.descriptor = bytes.fromhex(device["descriptor"])
        text = udev_text(number, minor, device)
        self.paths = [line[3:] for line in text.splitlines() if line.startswith("P: ")]
        self.path = f"/dev/hidraw{minor}"
        bed.add_from_string(text)
        self.host = bed.get_dev_fd(self.path)
        self.terminal = os.open(os.readlink(bed.get_root_dir() + self.path), os.O_RDWR | os.O_NOCTTY)
        self.reports, self.readers = queue.Queue(), queue.Queue()
        threading.Thread(target=self.serve_reads, daemon=True).start()
        bed.attach_ioctl(self.path, self)

    def push(self, report):
        self.reports.put(report)
        os.write(self.host, b"!")

    def unplug(self, bed):
        self.gone = True
        self.push(None)
        os.unlink(bed.get_root_dir() + self.path)
        for path in reversed(self.paths):
            bed.remove_device("/sys" + path)

    def serve_reads(self):
        marker = ctypes.create_string_buffer(1)
        while True:
            client, size = self.readers.get()
            report = self.reports.get()
            if report is None:
                self.reports.put(None)
                client.complete(-1, EIO)
                continue
            # A raw system call: the wrapped one would be answered by ourselves.
            libc.syscall(0, self.terminal, marker, 1)
            client.get_property("arg").update(0, report[:size])
            client.complete(len(report[:size]), 0)

    def do_handle_read(self, client):
        self.readers.put((client, len(client.get_property("arg").retrieve())))
        return True

    def do_handle_write(self, client):
        data = bytes(client.get_property("arg").retrieve())
        client.complete(*self.taken("output", data))
        return True

    def taken(self, kind, data):
        """As hidraw does it: byte 0 is the report's number, which does not travel where there is none."""
        if self.gone:
            return -1, EIO if kind == "output" else ENODEV
        if len(data) < 2 or (not self.device["numbered"] and data[0] != 0):
            return -1, EINVAL
        carried = data if self.device["numbered"] else data[1:]
        say(f"host {self.number} {kind} {carried.hex().upper()}")
        return len(data), 0

    def do_handle_ioctl(self, client):
        request = client.get_property("request")
        number, kind, size = request & 0xFF, chr((request >> 8) & 0xFF), (request >> 16) & 0x3FFF
        if kind != "H":
            result = client.execute()
            client.complete(result[0], result[1] if result[0] == -1 else 0)
            return True
        client.complete(*self.hidraw_ioctl(number, client.get_property("arg").resolve(0, size)))
        return True

    def hidraw_ioctl(self, number, data):
        if self.gone:
            return -1, ENODEV
        if number == GET_DESCRIPTOR_SIZE:
            data.update(0, struct.pack("<I", len(self.descriptor)))
            return 0, 0
        if number == GET_DESCRIPTOR:
            data.update(0, struct.pack("<I", len(self.descriptor)) + self.descriptor)
            return 0, 0
        if number == GET_INFO:
            data.update(0, struct.pack("<IHH", BUS_USB, self.device["vendorId"], self.device["productId"]))
            return 0, 0
        if number == SEND_FEATURE:
            return self.taken("feature", bytes(data.retrieve()))
        return -1, EINVAL


def main():
    plan = json.loads(sys.argv[1])
    bed = UMockdev.Testbed.new()
    root = bed.get_root_dir()
    nodes = [Node(bed, at, at, device) for at, device in enumerate(plan["devices"])]
    minors = len(nodes)
    program = subprocess.Popen(plan["command"], stdin=subprocess.PIPE)

    def obey():
        nonlocal minors
        for line in sys.stdin:
            word, *rest = line.split()
            if word == "stop":
                break
            at = int(rest[0])
            if word == "input":
                nodes[at].push(bytes.fromhex(rest[1]))
            elif word == "unplug":
                nodes[at].unplug(bed)
            elif word == "replug":
                nodes[at] = Node(bed, at, minors, plan["devices"][at])
                minors += 1
        # Also when whoever started this has died.
        program.stdin.close()

    threading.Thread(target=obey, daemon=True).start()
    code = program.wait()
    shutil.rmtree(root, ignore_errors=True)
    # Threads of umockdev and of the nodes wait for ever; there is nothing left to tidy.
    os._exit(code if code >= 0 else 128 - code)


main()
