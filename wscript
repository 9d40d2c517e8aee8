# -*- Mode: python; py-indent-offset: 4; indent-tabs-mode: nil; coding: utf-8; -*-
# SPDX-License-Identifier: GPL-2.0-only
#
# Builds the module in a tree of ns-3.35, the last one built by waf. Later trees read
# CMakeLists.txt.

from waflib.Errors import WafError

LAYERS = ['model', 'model/wire', 'model/state', 'model/routing', 'model/host', 'model/binding',
          'model/router', 'helper']


def configure(conf):
    # Only pvd-replay needs these; see examples/wscript.
    conf.env['PVD_HAVE_PCAP'] = conf.check_cxx(
        header_name='pcap/pcap.h', lib='pcap', uselib_store='PVD_PCAP', mandatory=False,
        msg='Checking for libpcap')
    conf.env['PVD_HAVE_JSON'] = conf.check_cxx(
        header_name='boost/json.hpp', lib='boost_json', uselib_store='PVD_JSON', mandatory=False,
        msg='Checking for Boost.JSON')


def find(bld, pattern, exclude=()):
    """Paths below the module that match a pattern in one of the layers."""
    patterns = [layer + '/' + pattern for layer in LAYERS]
    return sorted(node.path_from(bld.path) for node in bld.path.ant_glob(patterns, excl=exclude))


def private_headers(bld):
    lines = bld.path.find_resource('cmake/private-headers.txt').read().splitlines()
    return [line for line in lines if line and not line.startswith('#')]


def build(bld):
    if bld.path.name != 'pvd':
        raise WafError('this module must lie in a folder called pvd: rename %s to contrib/pvd'
                       % bld.path.abspath())

    # waf wants to see folders relative to the module; quotes make the path a C string.
    source_dir = 'PVD_SOURCE_DIR="%s"' % bld.path.abspath()

    module = bld.create_ns3_module(
        'pvd', ['internet', 'csma', 'point-to-point', 'applications', 'internet-apps'])
    module.includes = LAYERS
    module.source = find(bld, 'pvd-*.cc')

    module_test = bld.create_ns3_module_test_library('pvd')
    module_test.includes = LAYERS
    module_test.defines = [source_dir]
    module_test.source = sorted(node.path_from(bld.path)
                                for node in bld.path.ant_glob('test/*.cc'))

    headers = bld(features='ns3header')
    headers.module = 'pvd'
    headers.source = find(bld, 'pvd-*.h', exclude=private_headers(bld))

    if bld.env['ENABLE_EXAMPLES']:
        bld.recurse('examples')
