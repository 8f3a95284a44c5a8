// How the kernel's macros behave in the grammar, so that C can be read without running the preprocessor. Rows by name:
// what a name alone cannot tell. Macros that a file defines itself, and names of the kernel's own pattern for loops
// (`*for_each*`), are recognised by the reader and need no row. Read off the definitions of Linux 6.1 and 6.12.

/** How a macro behaves in the grammar. */
export type MacroShape =
  /** Stands beside a declaration and says nothing of its type: `__init`. */
  | "attribute"
  /** The same with arguments: `__aligned(8)`. */
  | "attribute-call"
  /** The head of a loop or of another statement that takes a body. */
  | "loop"
  /** Holds a guard for the statement that follows. */
  | "scoped-guard"
  /** Declares or defines something. */
  | "declaration"
  /** A whole statement, often without a semicolon. */
  | "statement"
  /** A value; read like a function call. */
  | "expression";

/** One macro: its name, its shape, and the header that defines it. */
export interface MacroRow {
  readonly name: string;
  readonly shape: MacroShape;
  readonly source: string;
}

function rows(shape: MacroShape, source: string, names: string): readonly MacroRow[] {
  return names
    .trim()
    .split(/\s+/)
    .map((name) => ({ name, shape, source }));
}

/** All rows; a name appears once. */
export const macroRows: readonly MacroRow[] = [
  ...rows("attribute", "arch/arm/include/asm/exception.h", "__exception_irq_entry"),
  ...rows("attribute", "arch/x86/include/asm/cache.h", "__read_mostly"),
  ...rows("attribute", "include/acpi/platform/aclinux.h", "ACPI_INIT_FUNCTION"),
  ...rows("attribute", "include/asm-generic/kprobes.h", "__kprobes nokprobe_inline"),
  ...rows("attribute", "include/linux/acpi.h", "__init_or_acpilib __initdata_or_acpilib"),
  ...rows("attribute", "include/linux/async_tx.h", "__async_inline"),
  ...rows(
    "attribute",
    "include/linux/cache.h",
    `
      ____cacheline_aligned ____cacheline_aligned_in_smp ____cacheline_internodealigned_in_smp
      __cacheline_aligned __cacheline_aligned_in_smp __ro_after_init`,
  ),
  ...rows("attribute", "include/linux/compat.h", "__ARCH_COMPAT_FLOCK64_PACK"),
  ...rows(
    "attribute",
    "include/linux/compiler-clang.h",
    `
      __no_kmsan_checks __no_sanitize_address __no_sanitize_coverage __no_sanitize_memory
      __no_sanitize_thread __no_sanitize_undefined __nocfi __noscs`,
  ),
  ...rows("attribute", "include/linux/compiler-gcc.h", "__latent_entropy __noretpoline"),
  ...rows("attribute", "include/linux/compiler.h", "__annotate_jump_table"),
  ...rows(
    "attribute",
    "include/linux/compiler_attributes.h",
    `
      __aligned_largest __always_inline __always_unused __attribute_const__ __cold __designated_init
      __disable_sanitizer_instrumentation __flatten __gnu_inline __maybe_unused __must_check
      __no_caller_saved_registers __no_profile __no_stack_protector __noclone __noipa __nonstring
      __noreturn __overloadable __packed __pure __uninitialized __used __visible __weak noinline`,
  ),
  ...rows(
    "attribute",
    "include/linux/compiler_types.h",
    `
      __deprecated __extension__ __force __hot __inline_maybe_unused __iomem __kernel __naked
      __no_context_analysis __no_kasan_or_inline __no_kcsan __no_randomize_layout __no_sanitize_or_inline
      __percpu __private __randomize_layout __rcu __safe __user noinline_for_stack noinstr notrace
      randomized_struct_fields_end randomized_struct_fields_start`,
  ),
  ...rows("attribute", "include/linux/cpu.h", "__cpuidle"),
  ...rows("attribute", "include/linux/cpumask.h", "__cpumask_var_read_mostly"),
  ...rows("attribute", "include/linux/crypto.h", "CRYPTO_MINALIGN_ATTR"),
  ...rows("attribute", "include/linux/efi.h", "__efiapi"),
  ...rows("attribute", "include/linux/ftrace.h", "__notrace_funcgraph"),
  ...rows("attribute", "include/linux/hrtimer.h", "__hrtimer_clock_base_align"),
  ...rows(
    "attribute",
    "include/linux/init.h",
    `
      __exit __exit_call __exitdata __exitused __init __initconst __initdata __meminit __meminitconst
      __meminitdata __noinitretpoline __nosavedata __ref __refconst __refdata`,
  ),
  ...rows(
    "attribute",
    "include/linux/init.h, before v3.8",
    `
      __cpuinit __cpuinitdata __devexit __devexitdata __devinit __devinitconst __devinitdata`,
  ),
  ...rows("attribute", "include/linux/init_task.h", "__init_task_data __init_thread_info"),
  ...rows("attribute", "include/linux/interrupt.h", "__irq_entry __softirq_entry"),
  ...rows("attribute", "include/linux/kcsan-checks.h", "__kcsan_cleanup_scoped"),
  ...rows("attribute", "include/linux/linkage.h", "__page_aligned_bss __page_aligned_data asmlinkage"),
  ...rows("attribute", "include/linux/lsm_hooks.h", "__lsm_ro_after_init"),
  ...rows("attribute", "include/linux/memblock.h", "__init_memblock __initdata_memblock"),
  ...rows(
    "attribute",
    "include/linux/module.h",
    `
      __init_or_module __initconst_or_module __initdata_or_module __module_layout_align`,
  ),
  ...rows("attribute", "include/linux/numa.h", "__initdata_or_meminfo"),
  ...rows("attribute", "include/linux/percpu-defs.h", "__PCPU_DUMMY_ATTRS"),
  ...rows(
    "attribute",
    "include/linux/platform_data/cros_ec_commands.h",
    `
      __ec_align1 __ec_align2 __ec_align4 __ec_align_offset1 __ec_align_offset2 __ec_align_size1
      __ec_todo_packed`,
  ),
  ...rows("attribute", "include/linux/sched/debug.h", "__sched"),
  ...rows(
    "attribute",
    "include/linux/slab.h",
    `
      __assume_kmalloc_alignment __assume_page_alignment __assume_slab_alignment`,
  ),
  ...rows("attribute", "include/linux/soc/samsung/s3c-cpu-freq.h", "__init_or_cpufreq"),
  ...rows("attribute", "include/linux/spinlock.h", "__lockfunc"),
  ...rows("attribute", "include/linux/sysv_fs.h", "__packed2__"),
  ...rows("attribute", "include/linux/tracepoint.h", "__tracepoint_string"),
  ...rows(
    "attribute",
    "include/net/net_namespace.h",
    `
      __net_exit __net_init __net_initconst __net_initdata`,
  ),
  ...rows("attribute", "include/soc/tegra/bpmp-abi.h", "BPMP_ABI_PACKED"),
  ...rows("attribute", "include/uapi/linux/atmapi.h", "__ATM_API_ALIGN"),
  ...rows("attribute", "include/uapi/linux/eventpoll.h", "EPOLL_PACKED"),
  ...rows("attribute", "include/uapi/linux/types.h", "__bitwise __bitwise__"),
  ...rows("attribute-call", "include/acpi/platform/acgcc.h", "ACPI_PRINTF_LIKE"),
  ...rows("attribute-call", "include/linux/cleanup.h", "__free"),
  ...rows("attribute-call", "include/linux/compiler-clang.h", "__cleanup"),
  ...rows(
    "attribute-call",
    "include/linux/compiler_attributes.h",
    `
      __alias __aligned __alloc_size__ __assume_aligned __compiletime_error __compiletime_warning
      __counted_by __diagnose_as __mode __pass_object_size __printf __scanf __section`,
  ),
  ...rows(
    "attribute-call",
    "include/linux/compiler_types.h",
    `
      __acquires __acquires_shared __alloc_size __attribute __attribute__ __cond_acquires __cond_releases
      __counted_by_be __counted_by_le __declspec __guarded_by __must_hold __must_hold_shared __no_sanitize
      __nonnull __pt_guarded_by __realloc_size __releases __releases_shared`,
  ),
  ...rows(
    "loop",
    "drivers/gpu/drm/amd/amdgpu/amdgpu_umc.h",
    `
      LOOP_UMC_EACH_NODE_INST_AND_CH LOOP_UMC_INST_AND_CH`,
  ),
  ...rows(
    "loop",
    "drivers/gpu/drm/i915/display/intel_display_power.h",
    `
      with_intel_display_power with_intel_display_power_if_enabled`,
  ),
  ...rows("loop", "drivers/gpu/drm/i915/display/intel_pps.h", "with_intel_pps_lock"),
  ...rows("loop", "drivers/gpu/drm/i915/gt/intel_reset.h", "intel_wedge_on_timeout"),
  ...rows(
    "loop",
    "drivers/gpu/drm/i915/intel_runtime_pm.h",
    `
      with_intel_runtime_pm with_intel_runtime_pm_if_in_use`,
  ),
  ...rows("loop", "drivers/scsi/bfa/bfa_ioc.h", "bfa_mem_dma_seg_iter"),
  ...rows("loop", "include/acpi/acpi_bus.h", "for_each_acpi_consumer_dev for_each_acpi_dev_match"),
  ...rows("loop", "include/acpi/ghes.h", "apei_estatus_for_each_section"),
  ...rows(
    "loop",
    "include/drm/display/drm_dp_mst_helper.h",
    `
      for_each_new_mst_mgr_in_state for_each_oldnew_mst_mgr_in_state`,
  ),
  ...rows(
    "loop",
    "include/drm/drm_atomic.h",
    `
      drm_for_each_privobj for_each_new_connector_in_state for_each_new_crtc_in_state
      for_each_new_plane_in_state for_each_new_plane_in_state_reverse for_each_new_private_obj_in_state
      for_each_old_connector_in_state for_each_old_crtc_in_state for_each_old_plane_in_state
      for_each_oldnew_connector_in_state for_each_oldnew_crtc_in_state for_each_oldnew_plane_in_state
      for_each_oldnew_plane_in_state_reverse for_each_oldnew_private_obj_in_state`,
  ),
  ...rows(
    "loop",
    "include/drm/drm_atomic_helper.h",
    `
      drm_atomic_crtc_for_each_plane drm_atomic_crtc_state_for_each_plane
      drm_atomic_crtc_state_for_each_plane_state`,
  ),
  ...rows("loop", "include/drm/drm_bridge.h", "drm_for_each_bridge_in_chain"),
  ...rows(
    "loop",
    "include/drm/drm_client.h",
    `
      drm_client_for_each_connector_iter drm_client_for_each_modeset`,
  ),
  ...rows(
    "loop",
    "include/drm/drm_connector.h",
    `
      drm_connector_for_each_possible_encoder drm_for_each_connector_iter`,
  ),
  ...rows("loop", "include/drm/drm_crtc.h", "drm_for_each_crtc"),
  ...rows("loop", "include/drm/drm_damage_helper.h", "drm_atomic_for_each_plane_damage"),
  ...rows("loop", "include/drm/drm_displayid.h", "displayid_iter_for_each"),
  ...rows("loop", "include/drm/drm_encoder.h", "drm_for_each_encoder drm_for_each_encoder_mask"),
  ...rows("loop", "include/drm/drm_framebuffer.h", "drm_for_each_fb"),
  ...rows(
    "loop",
    "include/drm/drm_mm.h",
    `
      drm_mm_for_each_hole drm_mm_for_each_node drm_mm_for_each_node_in_range drm_mm_for_each_node_safe`,
  ),
  ...rows(
    "loop",
    "include/drm/drm_plane.h",
    `
      drm_for_each_legacy_plane drm_for_each_plane drm_for_each_plane_mask`,
  ),
  ...rows("loop", "include/drm/ttm/ttm_resource.h", "ttm_resource_manager_for_each_res"),
  ...rows(
    "loop",
    "include/linux/bio.h",
    `
      __bio_for_each_segment bio_for_each_bvec bio_for_each_segment bio_for_each_segment_all
      bio_list_for_each bip_for_each_vec`,
  ),
  ...rows("loop", "include/linux/blk-mq.h", "queue_for_each_hw_ctx rq_list_for_each"),
  ...rows("loop", "include/linux/btree.h", "btree_for_each_safe32 btree_for_each_safe64"),
  ...rows("loop", "include/linux/console.h", "for_each_console"),
  ...rows(
    "loop",
    "include/linux/cpufreq.h",
    `
      cpufreq_for_each_entry cpufreq_for_each_entry_idx cpufreq_for_each_valid_entry
      cpufreq_for_each_valid_entry_idx`,
  ),
  ...rows(
    "loop",
    "include/linux/cpumask.h",
    `
      for_each_cpu for_each_cpu_and for_each_cpu_wrap for_each_online_cpu for_each_possible_cpu
      for_each_present_cpu`,
  ),
  ...rows("loop", "include/linux/dma-fence-array.h", "dma_fence_array_for_each"),
  ...rows("loop", "include/linux/dma-fence-chain.h", "dma_fence_chain_for_each"),
  ...rows("loop", "include/linux/dma-fence-unwrap.h", "dma_fence_unwrap_for_each"),
  ...rows("loop", "include/linux/dma-resv.h", "dma_resv_for_each_fence dma_resv_for_each_fence_unlocked"),
  ...rows("loop", "include/linux/dmaengine.h", "for_each_dma_cap_mask"),
  ...rows(
    "loop",
    "include/linux/dmar.h",
    `
      for_each_active_dev_scope for_each_active_drhd_unit for_each_active_iommu for_each_dev_scope
      for_each_drhd_unit`,
  ),
  ...rows("loop", "include/linux/edac.h", "mci_for_each_dimm"),
  ...rows("loop", "include/linux/efi.h", "for_each_efi_memory_desc"),
  ...rows(
    "loop",
    "include/linux/find.h",
    `
      for_each_clear_bit for_each_clear_bit_from for_each_set_bit for_each_set_bit_from
      for_each_set_bitrange for_each_set_clump8`,
  ),
  ...rows(
    "loop",
    "include/linux/gpio/driver.h",
    `
      for_each_gpiochip_node for_each_requested_gpio for_each_requested_gpio_in_range`,
  ),
  ...rows(
    "loop",
    "include/linux/hashtable.h",
    `
      hash_for_each hash_for_each_possible hash_for_each_possible_rcu hash_for_each_possible_safe
      hash_for_each_rcu hash_for_each_safe`,
  ),
  ...rows("loop", "include/linux/hyperv.h", "foreach_vmbus_pkt"),
  ...rows("loop", "include/linux/i3c/master.h", "i3c_bus_for_each_i2cdev i3c_bus_for_each_i3cdev"),
  ...rows(
    "loop",
    "include/linux/idr.h",
    `
      idr_for_each_entry idr_for_each_entry_continue idr_for_each_entry_continue_ul`,
  ),
  ...rows("loop", "include/linux/ieee80211.h", "for_each_element for_each_element_id"),
  ...rows("loop", "include/linux/inetdevice.h", "in_dev_for_each_ifa_rcu in_dev_for_each_ifa_rtnl"),
  ...rows("loop", "include/linux/irqnr.h", "for_each_active_irq"),
  ...rows(
    "loop",
    "include/linux/libata.h",
    `
      ata_for_each_dev ata_for_each_link ata_qc_for_each ata_qc_for_each_raw ata_qc_for_each_with_internal`,
  ),
  ...rows(
    "loop",
    "include/linux/list.h",
    `
      DBG_LOOP do_each_pid_task hlist_for_each hlist_for_each_entry hlist_for_each_entry_continue
      hlist_for_each_entry_safe hlist_for_each_safe list_for_each list_for_each_entry
      list_for_each_entry_continue list_for_each_entry_continue_reverse list_for_each_entry_from
      list_for_each_entry_from_reverse list_for_each_entry_reverse list_for_each_entry_safe
      list_for_each_entry_safe_continue list_for_each_entry_safe_from list_for_each_entry_safe_reverse
      list_for_each_prev list_for_each_prev_safe list_for_each_safe loop_unrolled_for`,
  ),
  ...rows("loop", "include/linux/list_bl.h", "hlist_bl_for_each_entry hlist_bl_for_each_entry_safe"),
  ...rows(
    "loop",
    "include/linux/llist.h",
    `
      llist_for_each_entry llist_for_each_entry_safe llist_for_each_safe`,
  ),
  ...rows(
    "loop",
    "include/linux/memblock.h",
    `
      for_each_mem_pfn_range for_each_mem_range for_each_mem_region for_each_reserved_mem_range`,
  ),
  ...rows("loop", "include/linux/mlx4/device.h", "mlx4_foreach_ib_transport_port mlx4_foreach_port"),
  ...rows("loop", "include/linux/mm.h", "for_each_vma for_each_vma_range"),
  ...rows("loop", "include/linux/msi.h", "msi_for_each_desc"),
  ...rows("loop", "include/linux/mtd/nand.h", "nanddev_io_for_each_page"),
  ...rows(
    "loop",
    "include/linux/netdevice.h",
    `
      for_each_dev_addr for_each_netdev for_each_netdev_in_bond_rcu for_each_netdev_rcu
      for_each_netdev_safe netdev_for_each_lower_dev netdev_for_each_mc_addr netdev_for_each_uc_addr
      netdev_for_each_upper_dev_rcu netdev_hw_addr_list_for_each`,
  ),
  ...rows("loop", "include/linux/nodemask.h", "for_each_node for_each_node_mask for_each_online_node"),
  ...rows("loop", "include/linux/nubus.h", "for_each_board_func_rsrc for_each_func_rsrc"),
  ...rows(
    "loop",
    "include/linux/of.h",
    `
      for_each_available_child_of_node for_each_available_child_of_node_scoped for_each_child_of_node
      for_each_child_of_node_scoped for_each_compatible_node for_each_matching_node
      for_each_matching_node_and_match for_each_node_by_name for_each_node_by_type
      for_each_node_with_property for_each_of_allnodes for_each_of_allnodes_from for_each_of_cpu_node
      for_each_property_of_node of_for_each_phandle of_property_for_each_string of_property_for_each_u32`,
  ),
  ...rows("loop", "include/linux/of_address.h", "for_each_of_pci_range"),
  ...rows(
    "loop",
    "include/linux/of_graph.h",
    `
      for_each_endpoint_of_node for_each_of_graph_port for_each_of_graph_port_endpoint`,
  ),
  ...rows("loop", "include/linux/pci-doe.h", "pci_doe_for_each_off"),
  ...rows(
    "loop",
    "include/linux/pci.h",
    `
      for_each_pci_bridge for_each_pci_dev pci_bus_for_each_resource`,
  ),
  ...rows("loop", "include/linux/plist.h", "plist_for_each_entry_safe"),
  ...rows("loop", "include/linux/pm_wakeup.h", "for_each_wakeup_source"),
  ...rows(
    "loop",
    "include/linux/pnp.h",
    `
      card_for_each_dev pnp_for_each_card pnp_for_each_dev protocol_for_each_card protocol_for_each_dev`,
  ),
  ...rows("loop", "include/linux/prime_numbers.h", "for_each_prime_number for_each_prime_number_from"),
  ...rows(
    "loop",
    "include/linux/property.h",
    `
      device_for_each_child_node device_for_each_child_node_scoped fwnode_for_each_available_child_node
      fwnode_for_each_child_node fwnode_for_each_parent_node fwnode_graph_for_each_endpoint`,
  ),
  ...rows("loop", "include/linux/radix-tree.h", "radix_tree_for_each_slot"),
  ...rows("loop", "include/linux/rbtree.h", "rb_for_each rbtree_postorder_for_each_entry_safe"),
  ...rows(
    "loop",
    "include/linux/rculist.h",
    `
      hlist_for_each_entry_rcu hlist_for_each_entry_rcu_bh hlist_for_each_entry_srcu
      list_for_each_entry_continue_rcu list_for_each_entry_rcu`,
  ),
  ...rows(
    "loop",
    "include/linux/resource_ext.h",
    `
      resource_list_for_each_entry resource_list_for_each_entry_safe`,
  ),
  ...rows("loop", "include/linux/rhashtable.h", "rhl_for_each_entry_rcu"),
  ...rows(
    "loop",
    "include/linux/scatterlist.h",
    `
      for_each_sg for_each_sg_dma_page for_each_sg_page for_each_sgtable_dma_page for_each_sgtable_dma_sg
      for_each_sgtable_page for_each_sgtable_sg`,
  ),
  ...rows("loop", "include/linux/sched/signal.h", "for_each_process"),
  ...rows("loop", "include/linux/shdma-base.h", "shdma_for_each_chan"),
  ...rows(
    "loop",
    "include/linux/skbuff.h",
    `
      skb_list_walk_safe skb_queue_reverse_walk skb_queue_reverse_walk_from_safe skb_queue_walk
      skb_queue_walk_from_safe skb_queue_walk_safe skb_walk_frags`,
  ),
  ...rows("loop", "include/linux/socket.h", "for_each_cmsghdr"),
  ...rows("loop", "include/linux/thunderbolt.h", "tb_property_for_each"),
  ...rows("loop", "include/linux/topology.h", "for_each_node_with_cpus"),
  ...rows("loop", "include/linux/usb.h", "usb_hub_for_each_child"),
  ...rows("loop", "include/linux/usb/gadget.h", "gadget_for_each_ep"),
  ...rows("loop", "include/linux/virtio.h", "virtio_device_for_each_vq"),
  ...rows(
    "loop",
    "include/linux/xarray.h",
    `
      xa_for_each xa_for_each_marked xa_for_each_range xas_for_each`,
  ),
  ...rows("loop", "include/linux/zorro.h", "zorro_for_each_dev"),
  ...rows(
    "loop",
    "include/media/media-device.h",
    `
      media_device_for_each_entity media_device_for_each_intf media_device_for_each_link
      media_device_for_each_pad`,
  ),
  ...rows(
    "loop",
    "include/media/media-entity.h",
    `
      for_each_media_entity_data_link media_entity_for_each_pad`,
  ),
  ...rows("loop", "include/media/v4l2-device.h", "v4l2_device_for_each_subdev"),
  ...rows(
    "loop",
    "include/media/v4l2-mem2mem.h",
    `
      v4l2_m2m_for_each_dst_buf v4l2_m2m_for_each_dst_buf_safe v4l2_m2m_for_each_src_buf
      v4l2_m2m_for_each_src_buf_safe`,
  ),
  ...rows("loop", "include/net/bonding.h", "bond_for_each_slave bond_for_each_slave_rcu"),
  ...rows(
    "loop",
    "include/net/dsa.h",
    `
      dsa_hsr_foreach_port dsa_lag_foreach_port dsa_lags_foreach_id dsa_switch_for_each_available_port
      dsa_switch_for_each_cpu_port dsa_switch_for_each_cpu_port_continue_reverse dsa_switch_for_each_port
      dsa_switch_for_each_user_port`,
  ),
  ...rows("loop", "include/net/flow_offload.h", "flow_action_for_each"),
  ...rows("loop", "include/net/net_namespace.h", "for_each_net for_each_net_rcu"),
  ...rows("loop", "include/net/netlink.h", "nla_for_each_attr nla_for_each_nested nlmsg_for_each_attr"),
  ...rows("loop", "include/net/pkt_cls.h", "tcf_exts_for_each_action"),
  ...rows("loop", "include/net/sock.h", "sk_for_each"),
  ...rows("loop", "include/rdma/ib_verbs.h", "rdma_for_each_port"),
  ...rows("loop", "include/rdma/iter.h", "rdma_for_each_block rdma_umem_for_each_dma_block"),
  ...rows("loop", "include/scsi/scsi_cmnd.h", "scsi_for_each_prot_sg scsi_for_each_sg"),
  ...rows("loop", "include/scsi/scsi_device.h", "__shost_for_each_device shost_for_each_device"),
  ...rows(
    "loop",
    "include/soc/mscc/ocelot.h",
    `
      for_each_aggr_pgid for_each_nonreserved_multicast_dest_pgid for_each_unicast_dest_pgid`,
  ),
  ...rows("loop", "include/sound/soc-component.h", "for_each_component_dais"),
  ...rows("loop", "include/sound/soc-dapm.h", "snd_soc_dapm_widget_for_each_path_safe"),
  ...rows("loop", "include/sound/soc.h", "for_each_rtd_codec_dais for_each_rtd_dais"),
  ...rows("loop", "include/video/omapfb_dss.h", "for_each_dss_dev"),
  ...rows("scoped-guard", "include/linux/cleanup.h", "scoped_cond_guard scoped_guard"),
];
